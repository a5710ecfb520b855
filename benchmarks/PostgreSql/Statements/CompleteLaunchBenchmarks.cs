namespace Lti.Storage.Benchmarks.PostgreSql;

/// <summary>Using up a nonce and adding a session of 4 KB, both or neither.</summary>
public class CompleteLaunchBenchmarks : StatementBenchmarks
{
    private string[] _nonces = [];
    private LtiSession[] _sessions = [];

    internal override Task PrepareAsync()
    {
        _sessions = [.. Enumerable.Range(0, Calls).Select(_ => Payload.Session())];
        return Database.AddNoncesAsync(_nonces = NewNonces());
    }

    internal override Task RunAsync(IContender contender) => Callers.RunAsync(
        CallersAtOnce,
        Calls,
        i => contender.CompleteLaunchAsync(_nonces[i], _sessions[i], Lifetime),
        outcome => outcome == NonceOutcome.Consumed);
}
