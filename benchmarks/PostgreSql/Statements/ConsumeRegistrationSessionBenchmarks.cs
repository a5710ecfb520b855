namespace Lti.Storage.Benchmarks.PostgreSql;

/// <summary>Taking out a registration session of 1 KB.</summary>
public class ConsumeRegistrationSessionBenchmarks : StatementBenchmarks
{
    private Guid[] _ids = [];

    internal override Task PrepareAsync()
        => Database.AddSessionsAsync("registration_sessions", Payload.Registration.Utf8Document, _ids = BenchmarkDatabase.Ids(Calls));

    internal override Task RunAsync(IContender contender)
        => Callers.RunAsync(CallersAtOnce, Calls, i => contender.ConsumeRegistrationSessionAsync(_ids[i]), session => session is not null);
}
