namespace Lti.Storage.Benchmarks.PostgreSql;

/// <summary>Finding a session of 4 KB.</summary>
public class FindSessionBenchmarks : StatementBenchmarks
{
    private Guid[] _ids = [];

    internal override async Task PrepareAsync()
    {
        if (_ids is [])
        {
            _ids = BenchmarkDatabase.Ids(Calls);
            await Database.AddSessionsAsync("sessions", Payload.Session().Utf8Document, _ids);
        }
    }

    internal override Task RunAsync(IContender contender)
        => Callers.RunAsync(CallersAtOnce, Calls, i => contender.FindSessionAsync(_ids[i]), session => session is not null);
}
