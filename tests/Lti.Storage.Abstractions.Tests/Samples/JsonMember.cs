namespace Lti.Storage.Abstractions.Tests.Samples;

/// <summary>A generated member of an object.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Escaped">Whether its name is written in escapes.</param>
/// <param name="Value">Its value.</param>
internal sealed record JsonMember(string Name, bool Escaped, JsonPair Value);
