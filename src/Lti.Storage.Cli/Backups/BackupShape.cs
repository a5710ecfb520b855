namespace Lti.Storage.Cli.Backups;

/// <param name="File">The full path of the copy.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record BackupShape(string File, long Bytes);
