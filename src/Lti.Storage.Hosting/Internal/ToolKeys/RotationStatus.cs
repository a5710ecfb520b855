namespace Lti.Storage.Hosting.Internal.ToolKeys;

/// <summary>Holds what the last rotations of this node found.</summary>
/// <param name="SigningSince">When the active key started to sign. Null if no run has succeeded.</param>
/// <param name="LastFailure">When a run last failed. Null if none has.</param>
internal sealed record RotationStatus(DateTimeOffset? SigningSince, DateTimeOffset? LastFailure);
