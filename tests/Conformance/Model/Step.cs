namespace Lti.Storage.Conformance.Model;

/// <summary>Holds one generated operation.</summary>
/// <param name="Text">The operation and its input for a failure message.</param>
/// <param name="RunAsync">Runs the operation on one node.</param>
internal sealed record Step(string Text, Func<Subject, ILtiStorage, Task<Observation>> RunAsync)
{
    public override string ToString() => Text;
}
