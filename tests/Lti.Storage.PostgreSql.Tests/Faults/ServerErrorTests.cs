using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Errors of a real server that the table in the documentation puts in a class, each with nothing half written.</summary>
public sealed class ServerErrorTests : IAsyncLifetime
{
    private TestDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    public async ValueTask InitializeAsync() => _database = await FaultCluster.CreateDatabaseAsync();

    [Theory, Rule("F1", "L5")]
    [InlineData("53100", false)]
    [InlineData("53100", true)]
    [InlineData("53200", false)]
    [InlineData("53200", true)]
    [InlineData("57014", false)]
    [InlineData("57014", true)]
    [InlineData("55P03", false)]
    [InlineData("55P03", true)]
    public async Task An_error_in_the_middle_of_a_launch_leaves_neither_half_and_says_so(string sqlState, bool coalesces)
    {
        await using var storage = Database.Open(configure: options => options.CoalesceCalls = coalesces);
        var session = Sample.Session();
        await storage.StoreNonceAsync("nonce", cancellationToken: Token);

        // After the nonce was used, the session's own row is refused.
        await Database.ExecuteAsync($$"""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{{sqlState}}'; END $$;
            CREATE TRIGGER refuses BEFORE INSERT ON sessions FOR EACH ROW EXECUTE FUNCTION refuse();
            """.Replace("$$", "$body$", StringComparison.Ordinal));
        var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(async () => await storage.CompleteLaunchAsync("nonce", session, cancellationToken: Token));
        await Database.ExecuteAsync("DROP TRIGGER refuses ON sessions");

        Assert.Equal(LtiWorkOutcome.NotApplied, error.Outcome);
        Assert.Contains(sqlState, error.Message, StringComparison.Ordinal);
        Assert.Null(await storage.FindSessionAsync(session.Id, Token));
        Assert.Equal(NonceOutcome.Consumed, await storage.CompleteLaunchAsync("nonce", session, cancellationToken: Token));
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
