using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Checks that some order explains all answers for each nonce while the server or the path to it fails.</summary>
/// <remarks>
/// Callers use the same nonces on two nodes, one of which batches its calls. One order for each nonce suffices because linearizability
/// is local (Herlihy and Wing).
/// </remarks>
/// <param name="server">The server.</param>
public sealed class NonceHistoryTests(FaultyServer server) : IClassFixture<FaultyServer>
{
    private const int Count = 16;

    public static TheoryData<Fault> Faults { get; } = [.. Enum.GetValues<Fault>()];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, Rule("F1", "N1", "N3", "N5")]
    [MemberData(nameof(Faults))]
    [FullRun("all rows of long theories", Rows = 2)]
    public async Task Some_order_of_its_calls_explains_every_nonce_history(Fault fault)
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var alone = server.Open(database, batches: false);
        await using var batching = server.Open(database, batches: true);
        var random = FaultRun.Random();

        ILtiStorage[] nodes = [alone, batching];
        var choices = Enumerable.Range(0, Count).Select(_ => new Random(random.Next())).ToList();
        var recorded = new NonceHistories();
        await using var callers = Callers.Start(Count, caller => recorded.CallAsync(caller, nodes[caller.Number % nodes.Length], choices[caller.Number]));
        for (var time = 0; time < FaultRun.Times(1, 20); time++)
        {
            await callers.SomeMoreAsync(200);
            await server.StrikeAsync(fault, random, meanwhile: () => callers.SomeMoreFailuresAsync(Count));
        }

        await callers.SomeMoreAsync(200);
        await callers.EndAsync();

        // The final state counts too.
        await using var fresh = database.Open();
        var histories = await recorded.CloseAsync(fresh);
        Assert.All(histories, history => Assert.True(history.IsExplained(), $"No order explains this history of a nonce:\n{history}"));
        FaultRun.Note($"{fault}: {histories.Sum(history => history.Calls)} calls on {histories.Count} nonces, {histories.Sum(history => history.InDoubt)} of unknown outcome.");
        Assert.Contains(histories, history => history.InDoubt > 0);
    }
}
