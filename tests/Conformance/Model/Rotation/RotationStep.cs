namespace Lti.Storage.Conformance.Model.Rotation;

/// <summary>A step of a generated rotation.</summary>
internal sealed record RotationStep(string Name, Func<RotationRun, Task> RunAsync)
{
    public override string ToString() => Name;
}
