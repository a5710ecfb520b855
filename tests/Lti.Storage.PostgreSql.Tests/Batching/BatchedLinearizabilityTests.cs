using CsCheck;
using Lti.Storage.Conformance;
using Lti.Storage.Conformance.Model;
using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Runs generated calls on few keys and checks that some sequential order explains every answer.</summary>
/// <remarks>
/// In the conformance suite, chance decides which calls form a batch. Here the test holds the only connection until all have arrived.
/// Then all calls of a kind but the first are one batch.
/// </remarks>
/// <param name="fixture">Nodes with one connection.</param>
public sealed class BatchedLinearizabilityTests(PoolOfOneFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Gen<(Step[] Before, Step[] Concurrent)> Histories { get; } = Gen.OneOf(
    [
        .. from keys in new[] { Keys.Many, Keys.Few }
           from steps in new[] { NonceSteps.Of(keys), SessionSteps.Of(keys), Gen.Frequency((3, NonceSteps.Of(keys)), (2, SessionSteps.Of(keys))) }
           select Gen.Select(steps.Array[0, 4], steps.Array[2, 7], (before, atOnce) => (before, atOnce)),
    ]);

    [Fact, Rule("N1", "N2", "N3", "N5", "L5", "S1", "S2", "S3")]
    public async Task Some_order_explains_the_answers_of_batched_calls()
    {
        await using var environment = (PostgreSqlEnvironment)await fixture.CreateAsync(new LtiStorageOptions());
        await using var storage = environment.Open(node: 1, new BatchLimits(Statements: 1));
        using var measured = new MeasuredBatches(storage);

        await Histories.SampleAsync(history => RunAsync(environment, storage, history.Before, history.Concurrent), iter: 200, threads: 1);

        Assert.Contains(measured.Sent, sent => sent.Calls > 2);
    }

    private static async Task RunAsync(PostgreSqlEnvironment environment, PostgreSqlLtiStorage storage, Step[] before, Step[] atOnce)
    {
        Token.ThrowIfCancellationRequested();
        var subject = new Subject(environment);
        var start = StorageModel.Empty;
        foreach (var step in before)
        {
            start = (await step.RunAsync(subject, storage)).Judge(start) ?? throw new InvalidOperationException($"The model does not allow the answer of {step}.");
        }

        await environment.PassAsync(TimeSteps.Unit);
        start = start with { Now = start.Now + TimeSteps.Unit };
        Task<Observation>[] calls;
        await using (await environment.Source(node: 1).OpenConnectionAsync(Token))
        {
            calls = [.. atOnce.Select(step => step.RunAsync(subject, storage))];
        }

        var observed = await Task.WhenAll(calls);
        var history = atOnce.Select((step, i) => new RecordedStep(i, step.Text, observed[i], Called: i, Answered: atOnce.Length + i)).ToList();
        if (!Linearizability.Explains(start, history))
        {
            throw new InvalidOperationException($"No order explains this history:\n{string.Join('\n', history)}\nState before it ran:\n{string.Join('\n', before.AsEnumerable())}");
        }
    }
}
