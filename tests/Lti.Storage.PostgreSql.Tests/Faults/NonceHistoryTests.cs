using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>
/// Callers on two nodes, one of them with calls that share statements, meet over nonces while the server or the path to it fails; what each was told of each
/// nonce has to be explained by some order. (Of single objects that are linearizable any history of them all is: Herlihy and Wing.)
/// </summary>
/// <param name="server">The server.</param>
public sealed class NonceHistoryTests(FaultyServer server) : IClassFixture<FaultyServer>
{
    private const int Count = 16;

    public static TheoryData<Fault> Faults { get; } = [.. Enum.GetValues<Fault>()];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, Rule("F1", "N1", "N3", "N5")]
    [MemberData(nameof(Faults))]
    public async Task Every_history_of_a_nonce_is_explained_by_some_order_of_its_calls(Fault fault)
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

        // What is so in the end counts too.
        await using var fresh = database.Open();
        var histories = await recorded.CloseAsync(fresh);
        Assert.All(histories, history => Assert.True(history.IsExplained(), $"No order explains this history of a nonce:\n{history}"));
        FaultRun.Note($"{fault}: {histories.Sum(history => history.Calls)} calls on {histories.Count} nonces, {histories.Sum(history => history.InDoubt)} of unknown outcome.");
        Assert.Contains(histories, history => history.InDoubt > 0);
    }
}
