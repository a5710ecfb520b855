using System.Collections.Concurrent;
using System.Diagnostics;
using LinqToDB.Data;
using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Lti.Storage.PostgreSql.Tests.Settings;

namespace Lti.Storage.PostgreSql.Tests.Secrecy;

/// <summary>Rule E8: linq2db's trace, which a program may turn on for all of its queries, has none of the storage's.</summary>
[Collection(nameof(RunsAlone))]
public sealed class QueryTraceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact, Rule("E8")]
    public async Task A_trace_of_all_queries_shows_nothing_of_administration()
    {
        await using var database = await TestDatabase.MigratedAsync();
        await using var storage = database.Open();
        var (before, level) = (DataConnection.WriteTraceLine, DataConnection.TraceSwitch.Level);
        ConcurrentQueue<string?> traced = [];
        try
        {
            DataConnection.TurnTraceSwitchOn(TraceLevel.Verbose);
            DataConnection.WriteTraceLine = (message, _, _) => traced.Enqueue(message);
            await storage.AddClientAsync(Sample.Client() with { Name = "canary-client" }, Token);
            await storage.DeleteSessionsAsync(new SessionFilter { Issuer = "https://lms.example.edu", UserId = "canary-user" }, Token);
        }
        finally
        {
            DataConnection.WriteTraceLine = before;
            DataConnection.TurnTraceSwitchOn(level);
        }

        Assert.DoesNotContain(traced, line => line?.Contains("canary", StringComparison.Ordinal) == true);
    }
}
