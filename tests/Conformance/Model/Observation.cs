namespace Lti.Storage.Conformance.Model;

/// <summary>Holds the answer of a step and the judge that decides whether it is allowed.</summary>
internal sealed record Observation(string Answer, Judge Judge);
