namespace Lti.Storage.Abstractions.Tests.Samples;

/// <summary>JSON text, and what it means: the same value, in another spelling and without duplicate members.</summary>
/// <param name="Written">As sent.</param>
/// <param name="Meant">As meant.</param>
internal sealed record JsonPair(string Written, string Meant);
