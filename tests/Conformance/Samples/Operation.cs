namespace Lti.Storage.Conformance.Samples;

/// <summary>Holds one operation of the contract with valid input.</summary>
/// <param name="Name">The method's name.</param>
/// <param name="Call">Calls it.</param>
internal sealed record Operation(string Name, Func<ILtiStorage, CancellationToken, Task> Call)
{
    public override string ToString() => Name;
}
