namespace Lti.Storage.Conformance.Model;

/// <summary>What a step answered, and who tells whether it may.</summary>
internal sealed record Observation(string Answer, Judge Judge);
