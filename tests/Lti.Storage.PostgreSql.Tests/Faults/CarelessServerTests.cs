using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Kills a server that acknowledges commits early, with and without the storage's own durability setting.</summary>
/// <param name="server">The server.</param>
public sealed class CarelessServerTests(CarelessServer server) : IClassFixture<CarelessServer>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, Rule("F3", "N3", "N5", "L5", "R3")]
    [InlineData(false)]
    [InlineData(true)]
    [FullRun("all rows of long theories", Rows = 1)]
    public async Task Acknowledged_writes_survive_the_kill_of_a_careless_server(bool batches)
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var storage = database.Open(configure: options => options.BatchCalls = batches);
        List<(string Consumed, string Claimed, string Launched, LtiSession Session, LtiRegistrationSession Registration)> callers =
            [.. Enumerable.Range(0, 8).Select(_ => (Sample.Nonce(), Sample.Nonce(), Sample.Nonce(), Sample.Session(), Sample.Registration()))];
        foreach (var caller in callers)
        {
            await storage.StoreNonceAsync(caller.Consumed, cancellationToken: Token);
            await storage.StoreNonceAsync(caller.Launched, cancellationToken: Token);
            await storage.SaveRegistrationSessionAsync(caller.Registration, cancellationToken: Token);
        }

        // Kill after each kind, because a commit that waits for the disk also writes the earlier ones.
        Func<int, Task>[] once =
        [
            async i => Assert.Equal(NonceOutcome.Consumed, await storage.ConsumeNonceAsync(callers[i].Consumed, Token)),
            async i => Assert.True(await storage.ClaimNonceAsync(callers[i].Claimed, cancellationToken: Token)),
            async i => Assert.Equal(NonceOutcome.Consumed, await storage.CompleteLaunchAsync(callers[i].Launched, callers[i].Session, cancellationToken: Token)),
            async i => Assert.NotNull(await storage.ConsumeRegistrationSessionAsync(callers[i].Registration.Id, Token)),
        ];
        Func<int, Task>[] still =
        [
            async i => Assert.Equal(NonceOutcome.AlreadyUsed, await storage.ConsumeNonceAsync(callers[i].Consumed, Token)),
            async i => Assert.False(await storage.ClaimNonceAsync(callers[i].Claimed, cancellationToken: Token)),
            async i =>
            {
                Assert.Equal(NonceOutcome.AlreadyUsed, await storage.ConsumeNonceAsync(callers[i].Launched, Token));
                Assert.Equal(callers[i].Session, await storage.FindSessionAsync(callers[i].Session.Id, Token));
            },
            async i => Assert.Null(await storage.ConsumeRegistrationSessionAsync(callers[i].Registration.Id, Token)),
        ];
        var kinds = once.Zip(still).ToArray();
        FaultRun.Random().Shuffle(kinds);
        foreach (var (act, check) in kinds.Take(FaultRun.Times(1, kinds.Length)))
        {
            await Task.WhenAll(Enumerable.Range(0, callers.Count).Select(act));
            await server.KillAsync();
            // The first calls may still use connections of the killed server.
            await Eventually.TrueAsync(async () => await Record.ExceptionAsync(async () => await storage.DeleteSessionAsync(Guid.NewGuid(), Token)) is null, Token);
            await Task.WhenAll(Enumerable.Range(0, callers.Count).Select(check));
        }
    }

    /// <summary>Proves that the tests that kill a server can fail.</summary>
    /// <remarks>The same load without the durability setting loses accepted launches, and the check reports them.</remarks>
    [Theory, Rule("N3")]
    [InlineData(false)]
    [InlineData(true)]
    [FullRun("all rows of long theories", Rows = 1)]
    public async Task Killed_server_loses_accepted_launches_without_the_durability_setting(bool batches)
    {
        await using var database = await server.CreateDatabaseAsync();

        // This function hides PostgreSQL's own and sets nothing.
        await database.ExecuteAsync(
            """
            CREATE SCHEMA careless;
            CREATE FUNCTION careless.set_config(text, text, boolean) RETURNS text LANGUAGE sql AS 'SELECT $2';
            """);
        await using var storage = database.Open(text => text.SearchPath = "careless,pg_catalog", options => options.BatchCalls = batches);

        // A full page of the log is written in any case, so one kill may come too late to lose a launch.
        IReadOnlyList<Launch> lost = [];
        for (var kill = 0; lost.Count == 0 && kill < 10; kill++)
        {
            lost = await LostOfAKilledServerAsync(database, storage);
        }

        Assert.NotEmpty(lost);
    }

    [Theory, Rule("N3", "L5")]
    [InlineData(false)]
    [InlineData(true)]
    [FullRun("all rows of long theories", Rows = 1)]
    public async Task Killed_server_loses_no_accepted_launch_with_the_durability_setting(bool batches)
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var storage = database.Open(configure: options => options.BatchCalls = batches);
        Assert.Empty(await LostOfAKilledServerAsync(database, storage));
    }

    private async Task<IReadOnlyList<Launch>> LostOfAKilledServerAsync(TestDatabase database, PostgreSqlLtiStorage storage)
    {
        var launches = new Launches();
        await using var callers = Callers.Start(16, caller => launches.LaunchAsync(caller, storage));
        await callers.SomeMoreAsync(200);
        await server.KillAsync();
        await callers.OneMoreOfEachAsync();
        await callers.EndAsync();

        await using var fresh = database.Open();
        var lost = await launches.FindLostAsync(fresh);
        FaultRun.Note($"{lost.Count} of {launches.Accepted} accepted launches are lost.");
        return lost;
    }
}
