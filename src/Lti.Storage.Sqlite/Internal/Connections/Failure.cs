using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Lti.Storage.Sqlite.Internal.Connections;

/// <summary>Turns SQLite's errors into those of the contract. SQLite's messages hold no values.</summary>
internal static class Failure
{
    /// <summary>Returns the exception for the caller.</summary>
    /// <param name="e">SQLite's error.</param>
    /// <param name="path">The path of the file.</param>
    /// <param name="outcome">Whether the work may have happened.</param>
    public static LtiStorageException ToException(SqliteException e, string path, LtiWorkOutcome outcome)
    {
        if (e.SqliteErrorCode == raw.SQLITE_NOTADB && outcome == LtiWorkOutcome.NotApplied)
        {
            return new LtiSchemaException($"The file {path} is not an SQLite database. Correct the path, or restore a backup.", e);
        }

        var message = Describe(e, path);
        return message is null && outcome == LtiWorkOutcome.NotApplied
            ? new LtiStorageException($"SQLite refused the call on {path} with error {e.SqliteExtendedErrorCode}.", e)
            : new LtiStorageUnavailableException(
                (message ?? $"SQLite failed on {path} with error {e.SqliteExtendedErrorCode}.")
                    + (outcome == LtiWorkOutcome.Unknown ? " Whether the work happened is not known." : ""),
                outcome,
                e);
    }

    /// <summary>Whether the failed commit certainly left nothing behind.</summary>
    /// <remarks>On a full disk the record of the commit was not written. Any other failure may follow after it was written.</remarks>
    public static bool ProvesRollback(SqliteException e) => e.SqliteErrorCode is raw.SQLITE_FULL or raw.SQLITE_BUSY;

    /// <summary>Returns the exception for an error of .NET inside a call, as the caller may see it.</summary>
    /// <param name="e">The error.</param>
    /// <param name="path">The path of the file.</param>
    /// <param name="outcome">Whether the work may have happened.</param>
    public static Exception ToException(Exception e, string path, LtiWorkOutcome outcome) => e switch
    {
        LtiStorageException => e,
        _ when outcome == LtiWorkOutcome.Unknown => new LtiStorageUnavailableException(
            $"A commit to the database {path} broke off ({e.GetType().Name}). Whether the work happened is not known.", outcome),
        UnreadableRowException => ForUnreadableRow(e, path),
        _ when Unreadable.IsCause(e) => ForUnreadableRow(e, path),
        _ => e,
    };

    /// <summary>Returns the exception for a row that can't be read.</summary>
    /// <remarks>Its cause may quote the row and is left out (rule E8).</remarks>
    public static LtiStorageException ForUnreadableRow(Exception e, string path)
    {
        var (row, cause) = e is UnreadableRowException named ? ($"The {named.Row}", named.InnerException!) : ("A row", e);
        return new LtiStorageException(
            $"{row} in the database {path} can't be read ({cause.GetType().Name}). Another program has written it. Correct it or "
                + "delete it.");
    }

    private static string? Describe(SqliteException e, string path) => e.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL =>
            $"Another process held the lock of the database {path} for longer than the lock timeout. End its transaction, or raise the "
                + "option LockTimeout.",
        raw.SQLITE_FULL => $"The disk of the database {path} is full. Free some space.",
        raw.SQLITE_READONLY => $"The database {path} can't be written. Give this process the right to write the file and its folder.",
        raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH =>
            $"The database {path} can't be opened. Give this process the right to read and write the file and its folder.",
        raw.SQLITE_IOERR => $"The disk of the database {path} failed. Check the disk and the log of the system.",
        raw.SQLITE_CORRUPT => $"The database {path} is damaged. Stop the processes that use it and restore a backup.",
        raw.SQLITE_NOMEM => $"Memory ran out at the database {path}.",
        _ => null,
    };
}
