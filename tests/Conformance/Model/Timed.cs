namespace Lti.Storage.Conformance.Model;

/// <summary>Holds a value and its expiry in the model's time.</summary>
internal readonly record struct Timed<T>(T Value, TimeSpan ExpiresAt);
