namespace Lti.Storage.Conformance.Model.Rotation;

/// <summary>A key of the model.</summary>
/// <param name="KeyId">The id.</param>
/// <param name="Start">When it signs, since the beginning of the run. Null: it was revoked before.</param>
/// <param name="IsRemoved">Whether it was revoked.</param>
internal sealed record ModelKey(string KeyId, TimeSpan? Start, bool IsRemoved = false);
