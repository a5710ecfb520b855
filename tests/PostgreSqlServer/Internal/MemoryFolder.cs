using System.Globalization;

namespace Lti.Storage.PostgreSqlServer.Internal;

/// <summary>Creates folders in the machine's memory, where the hundreds of files of each new database cost far less than on a disk.</summary>
internal static class MemoryFolder
{
    private const string Root = "/dev/shm";
    private const long NeededBytes = 4L << 30;

    /// <summary>Creates a folder, or returns null if the machine has no file system in memory with room enough.</summary>
    public static string? TryCreate(string prefix)
    {
        try
        {
            if (!OperatingSystem.IsLinux() || !HasRoom())
            {
                return null;
            }

            var path = Path.Combine(Root, string.Create(CultureInfo.InvariantCulture, $"{prefix}{Guid.NewGuid().ToString("n")[..12]}"));
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Docker gives 64 MB. The process's limit of memory counts the files too.
    private static bool HasRoom()
        => Directory.Exists(Root)
            && new DriveInfo(Root) is { DriveFormat: "tmpfs" } drive
            && drive.AvailableFreeSpace >= NeededBytes
            && GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >= NeededBytes;
}
