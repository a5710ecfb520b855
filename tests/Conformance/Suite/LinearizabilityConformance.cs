using CsCheck;
using Lti.Storage.Conformance.Model;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Checks generated histories of concurrent callers on two nodes for linearizability.</summary>
/// <remarks>
/// Some sequential order of its steps must explain each history in the model. A failure prints the history and its seed. The environment
/// variable <c>CsCheck_Seed</c> runs the steps again.
/// </remarks>
/// <param name="fixture">The provider's fixture.</param>
[Rule("C1", "C3", "C4", "D1", "D2", "D3", "L3", "L4", "L5", "L6", "L8", "C6", "G1", "G2", "G3", "N1", "N3", "N5", "S1", "S3", "R1", "R3", "K2")]
public abstract class LinearizabilityConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    private const int Callers = 4;

    /// <summary>Checks that some order of the steps explains every concurrent history.</summary>
    [Fact]
    public async Task Every_concurrent_history_is_linearizable()
        => await Steps.Histories(Callers).SampleAsync(history => RunAsync(history.Before, history.Callers), iter: Fixture.ConcurrentHistories, threads: 1);

    private async Task RunAsync(Step[] before, Step[][] callers)
    {
        Token.ThrowIfCancellationRequested();
        var nodes = await NodesAsync();
        var subject = new Subject(Environment);
        var start = StorageModel.Empty;
        foreach (var step in before)
        {
            start = (await step.RunAsync(subject, Storage)).Judge(start) ?? throw new InvalidOperationException($"The model does not allow the answer of {step}.");
        }

        // Some of the stored data has expired when the callers start, so that they and the cleanup meet there.
        await Environment.PassAsync(TimeSteps.Unit);
        start = start with { Now = start.Now + TimeSteps.Unit, IsCleaning = true };

        var clock = 0L;
        using var barrier = new Barrier(callers.Length);
        var histories = await Task.WhenAll(callers.Select((steps, caller) => Task.Factory.StartNew(
            async () =>
            {
                List<RecordedStep> recorded = [];
                barrier.SignalAndWait(Token);
                foreach (var step in steps)
                {
                    var called = Interlocked.Increment(ref clock);
                    var observation = await step.RunAsync(subject, nodes[caller % 2]);
                    recorded.Add(new RecordedStep(caller, step.Text, observation, called, Interlocked.Increment(ref clock)));
                }

                return recorded;
            },
            Token,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));

        var history = histories.SelectMany(steps => steps).OrderBy(step => step.Called).ToList();
        if (!Linearizability.Explains(start, history))
        {
            throw new InvalidOperationException(
                $"No order explains this history:\n{string.Join('\n', history)}\nBefore it ran:\n{string.Join('\n', before.AsEnumerable())}");
        }
    }
}
