namespace Lti.Storage.Conformance.Samples;

/// <summary>Holds one operation of the contract with valid input.</summary>
/// <param name="Name">The method's name. A second overload has its parameters in brackets.</param>
/// <param name="Call">Calls it.</param>
internal sealed record Operation(string Name, Func<ILtiStorage, CancellationToken, Task> Call)
{
    /// <summary>The method's name without the parameters that tell overloads apart.</summary>
    public string Method => Name.Split('(')[0];

    public override string ToString() => Name;
}
