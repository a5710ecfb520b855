using Lti.Storage.Conformance;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>
/// Nodes with a cache each, one of them with calls that share statements, that can't hear what others change while the server or the path to it fails.
/// </summary>
/// <param name="server">The server.</param>
public sealed class ChangedMeanwhileTests(FaultyServer server) : IClassFixture<FaultyServer>
{
    private const int Keys = 8;

    public static TheoryData<Fault> Faults { get; } = [.. Enum.GetValues<Fault>()];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, Rule("L3", "S2", "F2")]
    [MemberData(nameof(Faults))]
    public async Task After_the_reconnect_no_node_serves_what_was_changed_meanwhile(Fault fault)
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var one = await CachedNode.OpenAsync(server, database, batches: false);
        await using var other = await CachedNode.OpenAsync(server, database, batches: true);
        CachedNode[] nodes = [one, other];
        var unheard = 0;
        for (var time = 0; time < FaultRun.Times(1, 10); time++)
        {
            await using var writer = database.Open();
            var (quiet, busy) = (await ChangedData.CreateAsync(writer, Keys), await ChangedData.CreateAsync(writer, Keys / 2));
            var before = await quiet.FindAsync(writer);
            foreach (var node in nodes)
            {
                // What a node reads before it has heard of the last change is not kept.
                await Task.WhenAll(quiet.Configs.Select(node.HeardAsync));
                Assert.Equal(before, await quiet.FindAsync(node.Storage));
            }

            var drops = nodes.Select(node => node.Drops).ToList();
            await using var readers = Callers.Start(nodes.Length, caller => caller.TryAsync(() => busy.FindAsync(nodes[caller.Number].Storage)));
            await readers.OneMoreOfEachAsync();
            var changing = ChangeAsync(writer, busy);
            await server.CutOffAsync(fault, meanwhile: async () =>
            {
                await changing;
                await Task.WhenAll(nodes.Select(node => node.CutOffAsync()));
                await using var elsewhere = database.Open();
                await quiet.ChangeConfigsAsync(elsewhere);
                unheard += Keys + await quiet.DeleteHalfOfTheSessionsAsync(elsewhere);
                foreach (var node in nodes)
                {
                    // Nobody has told them; until they listen again an answer may be as old as its lifetime lets it.
                    Assert.Equal(before, await quiet.FindAsync(node.Storage));
                }
            });

            await Task.WhenAll(nodes.Select(node => node.ListeningAsync()));
            await using var fresh = database.Open();
            foreach (var data in new[] { quiet, busy })
            {
                var now = await data.FindAsync(fresh);
                foreach (var node in nodes)
                {
                    Assert.Equal(now, await data.FindAsync(node.Storage));
                }
            }

            Assert.NotEqual(before, await quiet.FindAsync(fresh));
            Assert.All(nodes.Zip(drops), node => Assert.True(node.First.Drops > node.Second, "The node has dropped nothing."));
            await readers.EndAsync();
        }

        FaultRun.Note($"{fault}: {unheard} changes that no node heard of; {one.Drops} and {other.Drops} reconnects.");
    }

    /// <summary>Changes that are under way when the fault comes, until it comes. (So few that none is held back to be reported with others.)</summary>
    private static async Task ChangeAsync(PostgreSqlLtiStorage writer, ChangedData data)
    {
        try
        {
            for (var time = 0; time < 4; time++)
            {
                await data.ChangeConfigsAsync(writer);
            }
        }
        catch (LtiStorageUnavailableException)
        {
        }
    }
}
