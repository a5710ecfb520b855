using System.Collections.Concurrent;
using System.Diagnostics;
using LinqToDB.Data;
using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Lti.Storage.PostgreSql.Tests.Settings;

namespace Lti.Storage.PostgreSql.Tests.Secrecy;

/// <summary>Checks that linq2db's trace shows no query of the storage (rule E8).</summary>
[Collection(nameof(RunsAlone))]
public sealed class QueryTraceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact, Rule("E8")]
    public async Task Trace_of_all_queries_shows_no_administration_query()
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
