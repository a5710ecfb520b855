using Lti.Storage.Cli.Connecting;
using Lti.Storage.Sqlite.Internal.Connections;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Lti.Storage.Cli.Backups;

/// <summary>Copies an SQLite file with SQLite's online backup. Programs go on reading and writing.</summary>
/// <remarks>
/// The copy has the state of one instant. It is written under another name and renamed at the end. So a file with the given name is always
/// a whole backup.
/// </remarks>
internal sealed class FileBackup(SqliteDatabase database, string path)
{
    private const int PagesInStep = 1000;

    private readonly string _part = $"{path}.part";

    /// <returns>The size of the copy in bytes.</returns>
    /// <exception cref="RefusedException">A file has the name of the copy, or its folder does not exist.</exception>
    /// <exception cref="IOException">The copy can't be written.</exception>
    public Task<long> RunAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            // The source is opened first: a missing one must leave nothing behind.
            using var source = database.File.OpenReader();
            CreatePart();
            try
            {
                database.Guarded(() => BeginSnapshot(source));
                Copy(source, cancellationToken);
                File.Move(_part, path, overwrite: false);
                return new FileInfo(path).Length;
            }
            catch
            {
                File.Delete(_part);
                throw;
            }
        },
        cancellationToken);

    /// <summary>Begins to read. SQLite's backup would start again at each write of another process.</summary>
    private static bool BeginSnapshot(PreparedConnection source)
    {
        source.Run("BEGIN");
        return source.ReadNumber("SELECT count(*) FROM lti_storage_migrations") > 0;
    }

    /// <summary>Creates a file that only this user may read.</summary>
    private void CreatePart()
    {
        if (Path.Exists(path))
        {
            throw new RefusedException($"{path} exists already and is not overwritten. Give another name, or remove it.");
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using var file = new FileStream(_part, options);
        }
        catch (DirectoryNotFoundException)
        {
            throw new RefusedException($"The folder {Path.GetDirectoryName(path)} does not exist. Create it, or correct the path.");
        }
        catch (IOException) when (File.Exists(_part))
        {
            throw new RefusedException(
                $"{_part} exists: another backup writes it, or one was killed. If none is running, remove it and run the backup again.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new RefusedException($"This user can't write to the folder {Path.GetDirectoryName(path)}.");
        }
    }

    private void Copy(PreparedConnection source, CancellationToken cancellationToken)
    {
        try
        {
            var text = new SqliteConnectionStringBuilder { DataSource = _part, Mode = SqliteOpenMode.ReadWrite, Pooling = false };
            using var target = new SqliteConnection(text.ConnectionString);
            target.Open();
            CopyPages(source.Handle, target.Handle!, cancellationToken);
            using var check = target.CreateCommand();
            check.CommandText = "PRAGMA integrity_check(1)";
            if (check.ExecuteScalar() is not "ok")
            {
                throw new IOException("The copy is damaged and was removed. Check the database with lti-storage doctor.");
            }
        }
        catch (SqliteException e)
        {
            var error = Lti.Storage.Sqlite.Internal.Connections.Failure.ToException(e, _part, LtiWorkOutcome.NotApplied);
            throw new IOException(error.Message, e);
        }
    }

    private static void CopyPages(sqlite3 source, sqlite3 target, CancellationToken cancellationToken)
    {
        using var backup = raw.sqlite3_backup_init(target, "main", source, "main");
        int code;
        while ((code = raw.sqlite3_backup_step(backup, PagesInStep)) == raw.SQLITE_OK)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        var finished = raw.sqlite3_backup_finish(backup);
        if (code != raw.SQLITE_DONE || finished != raw.SQLITE_OK)
        {
            throw new SqliteException("The backup failed.", code == raw.SQLITE_DONE ? finished : code);
        }
    }
}
