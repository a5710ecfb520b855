using Lti.Storage.Cli.Doctor.Checks;
using Lti.Storage.Sqlite.Internal.Connections;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Lti.Storage.Cli.Doctor.FileChecks;

/// <summary>Checks that this user can take the write lock. It gives the lock back and writes nothing.</summary>
internal sealed class WritingCheck : ICheck<ExaminedFile>
{
    public string Name => "writing";

    public bool NeedsTables => true;

    public Task<IReadOnlyList<Finding>> FindAsync(ExaminedFile database, CancellationToken cancellationToken)
        => Task.Run<IReadOnlyList<Finding>>(() => [Find(database, cancellationToken)], cancellationToken);

    private static Finding Find(ExaminedFile database, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = database.File.OpenCheckpointer();
            LockWait.Begin(connection, database.File.LockTimeout, cancellationToken);
            connection.Run("ROLLBACK");
            return Finding.Ok("This user can write the file.");
        }
        catch (SqliteException e) when (e.SqliteErrorCode is raw.SQLITE_BUSY)
        {
            return Finding.Warning(
                $"Another process held the write lock for {database.File.LockTimeout.TotalSeconds:F0} s. "
                    + "Writes of the tool fail meanwhile.",
                "Find the process, for example with fuser, and end its transaction.");
        }
        catch (SqliteException e) when (e.SqliteErrorCode is raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM)
        {
            return Finding.Problem(
                "This user can't write the file.", "Give the user of the tool the right to write the file and its folder.");
        }
    }
}
