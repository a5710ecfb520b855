using CsCheck;

namespace Lti.Storage.Conformance.Model.Rotation;

/// <summary>Generates steps and options. All times are whole minutes, so that many of them meet.</summary>
internal static class RotationSteps
{
    private static readonly Gen<int> _nodes = Gen.Int[0, 1];

    public static Gen<ToolKeyOptions> Options { get; } = Gen.Select(
        Gen.OneOf(60, 90, 240),
        Gen.OneOf(2, 30, 59),
        Gen.OneOf(60, 61, 300),
        static (rotate, announce, retire) => new ToolKeyOptions
        {
            RotateEvery = TimeSpan.FromMinutes(rotate),
            AnnounceFor = TimeSpan.FromMinutes(announce),
            RetireFor = TimeSpan.FromMinutes(retire),

            // No refresh in the background runs beside a step: the age of a copy is far above or below this.
            RefreshEvery = TimeSpan.FromSeconds(1),
        });

    public static Gen<RotationStep[]> Sequences { get; } = Gen.Frequency(
        (4, Gen.OneOf(1, 5, 30, 60, 200).Select(static minutes => Step($"Pass({minutes} min)", run => run.PassAsync(TimeSpan.FromMinutes(minutes))))),
        (4, _nodes.Select(static node => Step($"RotateIfDue(node {node})", run => run.RotateIfDueAsync(node)))),
        (2, _nodes.Select(static node => Step($"Rotate(node {node})", run => run.RotateAsync(node)))),
        (2, _nodes.Select(static node => Step($"Revoke(node {node}, signing key)", run => run.RevokeAsync(node, number: null)))),
        (2, Gen.Select(_nodes, Gen.Int[0, 5], static (node, number) => Step($"Revoke(node {node}, key {number})", run => run.RevokeAsync(node, number)))),
        (2, Gen.Select(_nodes, Gen.OneOf("a", "A", "b"), static (node, keyId) => Step($"Import(node {node}, {keyId})", run => run.ImportAsync(node, keyId)))),
        (1, Gen.Const(Step("BeginOutage()", static run => run.BeginOutageAsync()))),
        (2, Gen.Const(Step("EndOutage()", static run => run.EndOutageAsync())))).Array[1, 12];

    private static RotationStep Step(string name, Func<RotationRun, Task> runAsync) => new(name, runAsync);
}
