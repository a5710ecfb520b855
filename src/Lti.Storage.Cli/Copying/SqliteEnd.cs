using Lti.Storage.Cli.Connecting;
using Lti.Storage.Sqlite.Internal.Connections;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Lti.Storage.Cli.Copying;

/// <summary>An SQLite file as the source or the target of a copy.</summary>
internal sealed class SqliteEnd(SqliteDatabase database, bool isTarget, string title) : ICopyEnd
{
    private PreparedConnection? _connection;
    private DateTimeOffset? _frozen;

    public Task BeginSnapshotAsync(CancellationToken cancellationToken) => RunAsync(
        connection =>
        {
            connection.Run("BEGIN");
            _frozen = TimeProvider.System.GetUtcNow();
            return connection.ReadNumber("SELECT count(*) FROM lti_storage_migrations");
        },
        cancellationToken);

    public Task<IReadOnlyList<CopiedRow>> ReadPageAsync(CopiedTable table, CopiedRow? after, CancellationToken cancellationToken)
        => RunAsync<IReadOnlyList<CopiedRow>>(
            connection =>
            {
                var now = _frozen ?? TimeProvider.System.GetUtcNow();
                return Read(
                    connection,
                    table,
                    table.Sqlite.ReadPage,
                    [
                        table.PageSize,
                        now.UtcTicks,
                        .. table.Cursor.Select(column => after is null ? First(table.Columns[column]) : ToColumn(after.Values[column])),
                    ]);
            },
            cancellationToken);

    public Task<IReadOnlyList<CopiedRow>> FindAsync(
        CopiedTable table, IReadOnlyList<CopiedRow> rows, CancellationToken cancellationToken) => RunAsync<IReadOnlyList<CopiedRow>>(
        connection => [.. rows.SelectMany(row => Read(
            connection, table, table.Sqlite.Find, [.. table.Cursor.Select(column => ToColumn(row.Values[column]))]))],
        cancellationToken);

    public Task<int> WriteAsync(CopiedTable table, IReadOnlyList<CopiedRow> rows, CancellationToken cancellationToken) => RunAsync(
        connection =>
        {
            LockWait.Begin(connection, database.File.LockTimeout, cancellationToken);
            var written = rows.Sum(row => Write(connection, table, row));
            Commit(connection);
            return written;
        },
        cancellationToken);

    public ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<T> RunAsync<T>(Func<PreparedConnection, T> work, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(() => work(_connection ??= Open()), cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException e)
        {
            throw Unusable(e, LtiWorkOutcome.NotApplied);
        }
        catch (LtiStorageException e)
        {
            throw UnusableException.Create(title, LibraryMessage.InToolWords(e.Message), e);
        }
    }

    private UnusableException Unusable(SqliteException e, LtiWorkOutcome outcome)
    {
        var error = Lti.Storage.Sqlite.Internal.Connections.Failure.ToException(e, database.File.Path, outcome);
        return UnusableException.Create(title, LibraryMessage.InToolWords(error.Message), e, outcome);
    }

    private void Commit(PreparedConnection connection)
    {
        try
        {
            connection.Run("COMMIT");
        }
        catch (SqliteException e) when (!Lti.Storage.Sqlite.Internal.Connections.Failure.ProvesRollback(e))
        {
            throw Unusable(e, LtiWorkOutcome.Unknown);
        }
    }

    private PreparedConnection Open()
    {
        if (!isTarget)
        {
            return database.File.OpenReader();
        }

        // The library's own writer leaves checkpoints to another connection. Here the log must not grow with the whole copy.
        var connection = database.File.OpenWriter();
        connection.Run("PRAGMA wal_autocheckpoint = 1000");
        return connection;
    }

    private static int Write(PreparedConnection connection, CopiedTable table, CopiedRow row)
    {
        try
        {
            return connection.Execute(table.Sqlite.Write, [.. row.Values.Select(ToColumn), .. OwnerOf(table, row)]);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_CONSTRAINT)
        {
            throw CopyMessages.Collision(table);
        }
    }

    private static List<CopiedRow> Read(PreparedConnection connection, CopiedTable table, string sql, object?[] values)
    {
        List<CopiedRow> rows = [];
        using var reader = connection.Read(sql, values);
        while (reader.Read())
        {
            rows.Add(new CopiedRow([.. table.Columns.Select((kind, column) => Read(reader, column, kind))]));
        }

        return rows;
    }

    private static object? Read(SqliteDataReader reader, int column, ColumnKind kind) => reader.IsDBNull(column) ? null : kind switch
    {
        ColumnKind.Id => reader.GetId(column),
        ColumnKind.Flag => reader.GetBoolean(column),
        ColumnKind.Time => new DateTimeOffset(
            Math.Clamp(reader.GetInt64(column), DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero),
        ColumnKind.Document or ColumnKind.Bytes => reader.GetBlob(column),
        ColumnKind.Number => reader.GetInt32(column),
        _ => reader.GetString(column),
    };

    private static object? ToColumn(object? value) => value switch
    {
        Guid id => id.ToBlob(),
        bool flag => flag ? 1L : 0L,
        DateTimeOffset time => time.UtcTicks,
        _ => value,
    };

    /// <summary>Returns a value that is less than all values of a key.</summary>
    private static object First(ColumnKind kind) => kind switch
    {
        ColumnKind.Id => Array.Empty<byte>(),
        ColumnKind.Number => long.MinValue,
        _ => "",
    };

    /// <summary>Returns the further columns of a session, by which sessions are filtered.</summary>
    /// <remarks>Another program may have stored a session without an issuer, which no filter finds. The file needs a text there.</remarks>
    private static object?[] OwnerOf(CopiedTable table, CopiedRow row)
    {
        if (table.Sqlite != SqliteStatements.Sessions)
        {
            return [];
        }

        var session = LtiSession.FromDocument((Guid)row.Key, (byte[])row.Values[1]!);
        var platform = session.Platform;
        return [platform.Issuer ?? "", platform.ClientId, platform.DeploymentId, session.User.Id, session.Context.Id];
    }
}
