namespace Lti.Storage.Conformance.Running;

/// <summary>What a caller got: a value or an exception.</summary>
internal sealed record Result<T>(T? Value, Exception? Error);
