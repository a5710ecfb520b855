namespace Lti.Storage.Conformance.Running;

/// <summary>Holds the answer of a caller: a value or an exception.</summary>
internal sealed record Result<T>(T? Value, Exception? Error);
