namespace Lti.Storage.Sqlite.Internal.Connections;

/// <summary>Recognises network file systems.</summary>
/// <remarks>The locks of SQLite don't work reliably there. Its log needs shared memory.</remarks>
internal static class NetworkDisk
{
    private const string MountTable = "/proc/self/mounts";
    private const int MostLinks = 40;

    // The types by which Linux calls them in the mount table. The kernel reports all that begin with "fuse." as one type.
    private static readonly HashSet<string> _types = new(StringComparer.Ordinal)
    {
        "9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2", "orangefs",
        "smb2", "smb3", "smbfs",
        "fuse.beegfs", "fuse.blobfuse", "fuse.blobfuse2", "fuse.ceph", "fuse.ceph-fuse", "fuse.cephfs", "fuse.curlftpfs", "fuse.davfs",
        "fuse.gcsfuse", "fuse.glusterfs", "fuse.goofys", "fuse.httpfs", "fuse.juicefs", "fuse.mount-s3", "fuse.nfs", "fuse.rclone",
        "fuse.s3fs", "fuse.seaweedfs", "fuse.smbnetfs", "fuse.sshfs", "fuse.wdfs",
    };

    /// <summary>Reads the lines of the system's mount table. None on a system without one.</summary>
    public static IReadOnlyList<string> ReadMountTable() => OperatingSystem.IsLinux() ? File.ReadAllLines(MountTable) : [];

    /// <summary>Whether a file is on a known network file system. Links are followed.</summary>
    /// <param name="path">The full path of the file, which may be missing.</param>
    /// <param name="readMountTable">Reads the mount table in the format of <c>/proc/self/mounts</c>.</param>
    public static bool Holds(string path, Func<IReadOnlyList<string>> readMountTable)
    {
        try
        {
            var file = FollowLinks(path, MostLinks);
            return file.StartsWith(@"\\", StringComparison.Ordinal)
                || new DriveInfo(Path.GetDirectoryName(file) ?? file).DriveType == DriveType.Network
                || (TypeOf(file, readMountTable()) is { } type && _types.Contains(type));
        }
        catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
        {
            // The kind of this disk can't be told. SQLite decides.
            return false;
        }
    }

    /// <summary>The type of a path's file system. The last of several mounts on one folder counts.</summary>
    private static string? TypeOf(string path, IReadOnlyList<string> mounts)
    {
        var (found, type) = ("", default(string));
        foreach (var mount in mounts)
        {
            if (mount.Split(' ') is [_, var escaped, var itsType, ..]
                && Unescape(escaped) is var folder && folder.Length >= found.Length && IsWithin(path, folder))
            {
                (found, type) = (folder, itsType);
            }
        }

        return type;
    }

    private static bool IsWithin(string path, string folder)
        => path.StartsWith(folder, StringComparison.Ordinal)
            && (folder.EndsWith('/') || path.Length == folder.Length || path[folder.Length] == '/');

    // The table writes white space and the backslash of a path in octal.
    private static string Unescape(string folder) => folder
        .Replace(@"\040", " ", StringComparison.Ordinal)
        .Replace(@"\011", "\t", StringComparison.Ordinal)
        .Replace(@"\012", "\n", StringComparison.Ordinal)
        .Replace(@"\134", @"\", StringComparison.Ordinal);

    private static string FollowLinks(string path, int mostLinks)
    {
        var real = Path.GetPathRoot(path)!;
        foreach (var part in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, part);
            real = new FileInfo(next).LinkTarget is { } target && mostLinks > 0
                ? FollowLinks(Path.GetFullPath(target, real), mostLinks - 1)
                : next;
        }

        return real;
    }
}
