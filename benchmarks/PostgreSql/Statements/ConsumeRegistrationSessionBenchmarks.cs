namespace Lti.Storage.Benchmarks.PostgreSql;

/// <summary>Taking out a registration session of 1 KB.</summary>
public class ConsumeRegistrationSessionBenchmarks : StatementBenchmarks
{
    private Guid[] _ids = [];

    private protected override Task PrepareAsync()
        => Database.AddSessionsAsync("registration_sessions", Payload.Registration.Utf8Document, _ids = BenchmarkDatabase.Ids(Calls));

    private protected override Task RunAsync(IContender contender)
        => Callers.RunAsync(CallersAtOnce, Calls, i => contender.ConsumeRegistrationSessionAsync(_ids[i]), session => session is not null);
}
