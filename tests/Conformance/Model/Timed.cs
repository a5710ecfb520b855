namespace Lti.Storage.Conformance.Model;

/// <summary>Something that expires at an instant of the model's time.</summary>
internal readonly record struct Timed<T>(T Value, TimeSpan ExpiresAt);
