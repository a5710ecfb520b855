namespace Lti.Storage.Benchmarks.PostgreSql;

/// <summary>Adding a session of 4 KB.</summary>
public class AddSessionBenchmarks : StatementBenchmarks
{
    private LtiSession[] _sessions = [];

    internal override Task PrepareAsync()
    {
        _sessions = [.. Enumerable.Range(0, Calls).Select(_ => Payload.Session())];
        return Task.CompletedTask;
    }

    internal override Task RunAsync(IContender contender)
        => Callers.RunAsync(CallersAtOnce, Calls, i => contender.AddSessionAsync(_sessions[i], Lifetime));
}
