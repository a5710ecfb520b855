namespace Lti.Storage.Abstractions.Tests.Samples;

/// <summary>Holds a generated member of an object.</summary>
/// <param name="Name">The name of the member.</param>
/// <param name="Escaped">Whether the name is written in escapes.</param>
/// <param name="Value">The value of the member.</param>
internal sealed record JsonMember(string Name, bool Escaped, JsonPair Value);
