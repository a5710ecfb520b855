namespace Lti.Storage.Cli.Doctor.KeyChecks;

/// <summary>The tool keys that the checks read, and the settings of the tool's program.</summary>
/// <param name="Stored">The rows, with their stored parts.</param>
/// <param name="Keys">The same keys with their states.</param>
/// <param name="Protector">The program's protector; null if the operator did not describe it.</param>
/// <param name="RotateEvery">The time that a key signs.</param>
/// <param name="AnnounceFor">The time that a key is published before it signs.</param>
internal sealed record ExaminedKeys(
    IReadOnlyList<StoredToolKey> Stored,
    IReadOnlyList<ToolKey> Keys,
    ISecretProtector? Protector,
    TimeSpan RotateEvery,
    TimeSpan AnnounceFor);
