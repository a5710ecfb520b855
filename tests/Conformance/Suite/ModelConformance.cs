using CsCheck;
using Lti.Storage.Conformance.Model;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Compares generated sequences of all operations and passing time with a model of the contract.</summary>
/// <remarks>
/// A failure prints the shortest sequence found and its seed. The environment variable <c>CsCheck_Seed</c> runs it again.
/// </remarks>
/// <param name="fixture">The provider's fixture.</param>
[Rule("E1", "E3", "C1", "C2", "C3", "C4", "C5", "C6", "D1", "D2", "D4", "D5", "D6", "L1", "L3", "L4", "L5", "L6", "L7", "L8", "G1", "G2", "G3", "G4", "N1", "N2", "N3", "N4", "N5", "S1", "S2", "S3", "S4", "R1", "R2", "R3", "R4", "K1")]
public abstract class ModelConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    /// <summary>Checks that every answer of a generated sequence is the model's answer.</summary>
    [Fact]
    public async Task Every_sequence_of_operations_answers_as_the_model_does()
        => await Steps.Sequences.SampleAsync(RunAsync, iter: Fixture.ModelSequences, threads: 1, print: steps => string.Join('\n', steps.AsEnumerable()));

    private async Task RunAsync(Step[] steps)
    {
        Token.ThrowIfCancellationRequested();
        await using var environment = await Fixture.CreateAsync(Options);
        var nodes = new[] { environment.Storage, await OpenSecondNodeAsync(environment) };
        var subject = new Subject(environment);
        var model = StorageModel.Empty;
        for (var i = 0; i < steps.Length; i++)
        {
            // Two steps on one node show its own changes at once. Then it is the other node's turn, which has to hear of them.
            if (i % 2 == 0)
            {
                await environment.SettleAsync();
            }

            var observation = await steps[i].RunAsync(subject, nodes[i / 2 % 2]);
            model = observation.Judge(model)
                ?? throw new InvalidOperationException($"Step {i + 1}, {steps[i]}, answered {observation.Answer}, which the model does not allow. It held: {model}");
        }
    }
}
