namespace Lti.Storage.Conformance.Samples;

/// <summary>Describes an input of the contract's operations that takes text.</summary>
/// <param name="Name">The operation and the parameter or field.</param>
/// <param name="Limit">The greatest length in UTF-16 units. Null if the contract sets none.</param>
/// <param name="RefusesNull">True if null is rejected. Otherwise null means "any" or "keep".</param>
/// <param name="RefusesEmpty">True if the empty string is rejected.</param>
/// <param name="Call">Calls the operation with the text. All other input is valid.</param>
internal sealed record TextInput(string Name, int? Limit, bool RefusesNull, bool RefusesEmpty, Func<ILtiStorage, string?, Task> Call)
{
    public override string ToString() => Name;
}
