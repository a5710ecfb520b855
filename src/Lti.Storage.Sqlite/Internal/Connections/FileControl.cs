using System.Runtime.InteropServices;
using SQLitePCL;

namespace Lti.Storage.Sqlite.Internal.Connections;

/// <summary>Asks SQLite about the file of a connection.</summary>
internal static class FileControl
{
    private const int HasMovedCode = 20;

    /// <summary>Whether the file was deleted, renamed or replaced since the connection was opened.</summary>
    /// <remarks>
    /// SQLite would go on with the old file, and all of its writes would be lost. On Windows an open file can't be deleted.
    /// </remarks>
    public static bool HasMoved(sqlite3 connection)
        => FileControlOf(connection, IntPtr.Zero, HasMovedCode, out var moved) == raw.SQLITE_OK && moved != 0;

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern int FileControlOf(sqlite3 connection, IntPtr database, int code, out int answer);
}
