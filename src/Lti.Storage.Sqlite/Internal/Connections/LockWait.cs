using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Lti.Storage.Sqlite.Internal.Connections;

/// <summary>Begins writing transactions.</summary>
internal static class LockWait
{
    // SQLite's own wait grows to 100 ms between two looks. A busy process would hardly ever let such a waiter in.
    private const int MillisecondsBetweenLooks = 1;

    /// <summary>Begins a transaction that holds the write lock, without a wait.</summary>
    /// <returns>False if another process holds the lock or the file can't be written.</returns>
    public static bool TryBegin(PreparedConnection connection) => BeginOnce(connection) == raw.SQLITE_OK;

    /// <summary>Begins a transaction that holds the write lock.</summary>
    /// <exception cref="SqliteException">Another process held the lock for the whole timeout, or the file can't be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while the call waited.</exception>
    public static void Begin(PreparedConnection connection, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        int code;
        while ((code = BeginOnce(connection)) != raw.SQLITE_OK)
        {
            if ((code & 0xff) != raw.SQLITE_BUSY || TimeProvider.System.GetElapsedTime(started) >= timeout)
            {
                SqliteException.ThrowExceptionForRC(code, connection.Handle);
            }

            cancellationToken.WaitHandle.WaitOne(MillisecondsBetweenLooks);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static int BeginOnce(PreparedConnection connection) => raw.sqlite3_exec(connection.Handle, "BEGIN IMMEDIATE");
}
