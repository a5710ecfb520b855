using System.Globalization;
using Lti.Storage.Sqlite.Internal.Connections;
using Microsoft.Data.Sqlite;

namespace Lti.Storage.Sqlite.Internal.Schema;

/// <summary>Opens connections to the file, each with its settings.</summary>
internal sealed class DatabaseFile(SqliteStorageOptions options)
{
    /// <summary>Whether a start may create the file.</summary>
    public bool MayCreate { get; } = ConnectionText.Parse(options.ConnectionString).MayCreate;

    public string Path { get; } = ConnectionText.Parse(options.ConnectionString).Path;

    public TimeSpan LockTimeout => options.LockTimeout;

    /// <summary>Whether the writer pauses after full groups.</summary>
    public bool GivesWay => options.GivesWay;

    /// <summary>Whether the writer has to wait until the long log was copied into the file.</summary>
    public bool HasLongLog => new FileInfo($"{Path}-wal") is { Exists: true } log && log.Length > options.LongestLog;

    /// <summary>Whether the file is missing and a start may create it.</summary>
    public bool CanBeCreated => MayCreate && !File.Exists(Path) && !Directory.Exists(Path);

    /// <summary>Opens a connection that reads.</summary>
    /// <exception cref="LtiStorageException">The file can't be opened or used.</exception>
    public PreparedConnection OpenReader() => Open(SqliteOpenMode.ReadOnly, connection =>
    {
        connection.Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {(int)LockTimeout.TotalMilliseconds}"));
        Header.Read(connection).RequireUsable(connection, Path);
    });

    /// <summary>Opens a connection that writes. It never waits for a lock by itself and makes no checkpoint.</summary>
    /// <exception cref="LtiStorageException">The file can't be opened or used.</exception>
    public PreparedConnection OpenWriter() => Open(SqliteOpenMode.ReadWrite, connection =>
    {
        Header.Read(connection).RequireUsable(connection, Path);
        connection.Run("PRAGMA busy_timeout = 0; PRAGMA foreign_keys = ON; PRAGMA journal_mode = WAL");
        connection.Run("PRAGMA wal_autocheckpoint = 0");
        connection.Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA journal_size_limit = {options.LongestLog / 2}"));
        Settle(connection);
    });

    /// <summary>Opens a connection that copies the log into the file.</summary>
    /// <exception cref="LtiStorageException">The file can't be opened or used.</exception>
    public PreparedConnection OpenCheckpointer() => Open(SqliteOpenMode.ReadWrite, connection =>
    {
        connection.Run("PRAGMA busy_timeout = 0");
        Settle(connection);
    });

    /// <summary>Opens a connection that reads the version of any file and changes nothing.</summary>
    /// <exception cref="LtiStorageException">The file can't be opened.</exception>
    public PreparedConnection OpenUnchecked() => Open(
        SqliteOpenMode.ReadOnly,
        connection => connection.Run(
            string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {(int)LockTimeout.TotalMilliseconds}")));

    /// <summary>Opens a connection that migrates the file. It creates a missing file if it may.</summary>
    /// <exception cref="LtiStorageException">The file can't be opened or is another program's.</exception>
    public PreparedConnection OpenMigrating() => Open(
        MayCreate ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
        connection =>
        {
            connection.Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {(int)LockTimeout.TotalMilliseconds}"));
            var header = Header.Read(connection);
            header.RequireOwn(Path);
            if (header.IsEmpty)
            {
                // The mode of the vacuum is chosen before the first table, and the journal's outside a transaction.
                connection.Run("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL");
            }

            Settle(connection);
        });

    // macOS has its own call that waits for the disk.
    private void Settle(PreparedConnection connection) => connection.Run(options.Synchronous == SqliteSynchronous.Full
        ? "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON"
        : "PRAGMA synchronous = NORMAL");

    private PreparedConnection Open(SqliteOpenMode mode, Action<PreparedConnection> prepare)
    {
        RequirePlace(mode);
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = Path, Mode = mode, Pooling = false }.ConnectionString);
        var prepared = new PreparedConnection(connection);
        try
        {
            if (mode == SqliteOpenMode.ReadWriteCreate)
            {
                CreatePrivately();
            }

            connection.Open();
            options.Opened?.Invoke(connection);
            prepare(prepared);
            return prepared;
        }
        catch (SqliteException e)
        {
            prepared.Dispose();
            throw Failure.ToException(e, Path, LtiWorkOutcome.NotApplied);
        }
        catch
        {
            prepared.Dispose();
            throw;
        }
    }

    /// <summary>Creates a missing file that only this user may read.</summary>
    /// <remarks>SQLite gives its other files the same rights.</remarks>
    private void CreatePrivately()
    {
        if (OperatingSystem.IsWindows() || File.Exists(Path))
        {
            return;
        }

        try
        {
            using var file = new FileStream(Path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another process has just created it, or SQLite reports why it can't be created.
        }
    }

    /// <summary>Tells what SQLite would only call "unable to open database file".</summary>
    private void RequirePlace(SqliteOpenMode mode)
    {
        var folder = System.IO.Path.GetDirectoryName(Path) ?? Path;
        var problem = Directory.Exists(Path) ? $"The path {Path} is a folder. Give the path of a file in it."
            : !Directory.Exists(folder) ? $"The folder {folder} of the database does not exist. Create it, or correct the path."
            : mode != SqliteOpenMode.ReadWriteCreate && !File.Exists(Path)
                ? $"There is no database file {Path}. Restore it if it was deleted. A new one is created by a start of the host or by "
                    + $"{nameof(SqliteLtiStorage)}.{nameof(SqliteLtiStorage.StartAsync)}."
            : NetworkDisk.Holds(Path, options.ReadMountTable)
                ? $"The database {Path} is on a network file system, whose locks SQLite can't rely on. Use a local disk, or PostgreSQL."
            : null;
        if (problem is not null)
        {
            throw new LtiStorageUnavailableException(problem, LtiWorkOutcome.NotApplied);
        }
    }
}
