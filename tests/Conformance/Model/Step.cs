namespace Lti.Storage.Conformance.Model;

/// <summary>One generated operation.</summary>
/// <param name="Text">The operation and its input, as a failure prints it.</param>
/// <param name="RunAsync">Runs it on one node.</param>
internal sealed record Step(string Text, Func<Subject, ILtiStorage, Task<Observation>> RunAsync)
{
    public override string ToString() => Text;
}
