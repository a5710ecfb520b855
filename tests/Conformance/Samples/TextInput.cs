namespace Lti.Storage.Conformance.Samples;

/// <summary>A place in the contract's operations where a caller gives text.</summary>
/// <param name="Name">The operation and the parameter or field.</param>
/// <param name="Limit">The greatest length in UTF-16 units; null where the contract sets none.</param>
/// <param name="RefusesNull">Whether null is refused; elsewhere it means "any" or "keep".</param>
/// <param name="RefusesEmpty">Whether the empty string is refused.</param>
/// <param name="Call">Calls the operation with the text, and all else valid.</param>
internal sealed record TextInput(string Name, int? Limit, bool RefusesNull, bool RefusesEmpty, Func<ILtiStorage, string?, Task> Call)
{
    public override string ToString() => Name;
}
