namespace Lti.Storage.Abstractions.Tests.Samples;

/// <summary>Holds JSON text and its meaning: the same value in another spelling and without duplicate members.</summary>
/// <param name="Written">The text as sent.</param>
/// <param name="Meant">The meaning as JSON text.</param>
internal sealed record JsonPair(string Written, string Meant);
