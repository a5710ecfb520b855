using Lti.Storage.Cli.Doctor.Checks;

namespace Lti.Storage.Cli.Doctor.FileChecks;

/// <summary>Checks that other users of the machine can't read or replace the file. It holds nonces, sessions and personal data.</summary>
internal sealed class PermissionsCheck : ICheck<ExaminedFile>
{
    private const UnixFileMode ReadOrWrite = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public string Name => "permissions";

    public bool NeedsTables => false;

    public Task<IReadOnlyList<Finding>> FindAsync(ExaminedFile database, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<Finding>>(OperatingSystem.IsWindows() ? [] : Find(database.File.Path, database.Folder));

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static List<Finding> Find(string path, string folder)
    {
        List<Finding> findings = [];
        if ((File.GetUnixFileMode(path) & ReadOrWrite) != UnixFileMode.None)
        {
            findings.Add(Finding.Warning(
                "Every user of this machine may read or write the file. It holds nonces, sessions and personal data.",
                $"chmod o-rw '{path}' '{path}-wal' '{path}-shm'"));
        }

        // In a folder with the sticky bit, such as /tmp, only the owner can replace a file.
        if ((File.GetUnixFileMode(folder) & (UnixFileMode.OtherWrite | UnixFileMode.StickyBit)) == UnixFileMode.OtherWrite)
        {
            findings.Add(Finding.Warning(
                "Every user of this machine may replace the file, since its folder is writable.", $"chmod o-w '{folder}'"));
        }

        return findings.Count > 0 ? findings : [Finding.Ok("Only its owner and its group may read and write the file.")];
    }
}
