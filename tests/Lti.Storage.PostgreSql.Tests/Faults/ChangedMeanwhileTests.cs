using Lti.Storage.Conformance;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Tests cached nodes that miss changes while the server or their path to it fails.</summary>
/// <remarks>One of the nodes batches its calls.</remarks>
/// <param name="server">The server.</param>
public sealed class ChangedMeanwhileTests(FaultyServer server) : IClassFixture<FaultyServer>
{
    private const int Keys = 8;

    public static TheoryData<Fault> Faults { get; } = [.. Enum.GetValues<Fault>()];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, Rule("L3", "S2", "F2")]
    [MemberData(nameof(Faults))]
    [FullRun("all rows of long theories", Rows = 2)]
    public async Task Reconnected_nodes_serve_nothing_that_was_changed_during_the_fault(Fault fault)
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
                // A node does not cache reads that it makes before it has heard of the last change.
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
                    // The nodes have missed the changes. Until they listen again, an entry may be as old as its lifetime.
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
            Assert.All(nodes.Zip(drops), node => Assert.True(node.First.Drops > node.Second, "The node has not dropped its entries."));
            await readers.EndAsync();
        }

        FaultRun.Note($"{fault}: {unheard} changes that no node heard of; {one.Drops} and {other.Drops} reconnects.");
    }

    /// <summary>Makes changes until the fault comes, few enough that each is reported singly.</summary>
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
