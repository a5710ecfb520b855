using System.Data;
using System.Text;
using Lti.Storage.Cli.Connecting;
using Npgsql;
using NpgsqlTypes;

namespace Lti.Storage.Cli.Copying;

/// <summary>A PostgreSQL database as the source or the target of a copy.</summary>
internal sealed class PostgreSqlEnd(PostgreSqlDatabase database, string title) : ICopyEnd
{
    private NpgsqlConnection? _connection;
    private NpgsqlTransaction? _snapshot;

    public Task BeginSnapshotAsync(CancellationToken cancellationToken) => RunAsync(
        async connection => _snapshot ??= await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken)
            .ConfigureAwait(false),
        cancellationToken);

    public Task<IReadOnlyList<CopiedRow>> ReadPageAsync(CopiedTable table, CopiedRow? after, CancellationToken cancellationToken)
    {
        var cursor = table.Cursor.Select(column => new NpgsqlParameter
        {
            NpgsqlDbType = TypeOf(table.Columns[column]),
            Value = after?.Values[column] ?? DBNull.Value,
        });
        var size = new NpgsqlParameter<int> { TypedValue = table.PageSize };
        return ReadAsync(table, table.PostgreSql.ReadPage, [size, .. cursor], cancellationToken);
    }

    public Task<IReadOnlyList<CopiedRow>> FindAsync(
        CopiedTable table, IReadOnlyList<CopiedRow> rows, CancellationToken cancellationToken)
        => ReadAsync(table, table.PostgreSql.Find, [ArrayOf(table, rows, column: 0)], cancellationToken);

    public Task<int> WriteAsync(CopiedTable table, IReadOnlyList<CopiedRow> rows, CancellationToken cancellationToken) => RunAsync(
        async connection =>
        {
            var columns = Enumerable.Range(0, table.Columns.Count).Select(column => ArrayOf(table, rows, column));
            var command = Command(table.PostgreSql.Write, [.. columns], connection);
            await using (command.ConfigureAwait(false))
            {
                try
                {
                    // A batch that was sent is not cancelled: nobody would know whether it was committed.
                    cancellationToken.ThrowIfCancellationRequested();
                    return await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
                }
                catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
                {
                    throw CopyMessages.Collision(table);
                }
            }
        },
        cancellationToken,
        isWrite: true);

    public async ValueTask DisposeAsync()
    {
        if (_snapshot is not null)
        {
            await _snapshot.DisposeAsync().ConfigureAwait(false);
        }

        if (_connection is not null)
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private Task<IReadOnlyList<CopiedRow>> ReadAsync(
        CopiedTable table, string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
        => RunAsync<IReadOnlyList<CopiedRow>>(async connection =>
        {
            List<CopiedRow> rows = [];
            var command = Command(sql, parameters, connection);
            await using (command.ConfigureAwait(false))
            {
                var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    {
                        rows.Add(new CopiedRow([.. table.Columns.Select((kind, column) => Read(reader, column, kind))]));
                    }
                }
            }

            return rows;
        },
        cancellationToken);

    private NpgsqlCommand Command(string sql, NpgsqlParameter[] parameters, NpgsqlConnection connection)
    {
        var text = sql.Replace("{schema}", database.QuotedSchema, StringComparison.Ordinal);
        var command = new NpgsqlCommand(text, connection, _snapshot);
        command.Parameters.AddRange(parameters);
        return command;
    }

    private async Task<T> RunAsync<T>(
        Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken, bool isWrite = false)
    {
        try
        {
            _connection ??= await database.Server.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            return await work(_connection).ConfigureAwait(false);
        }
        catch (NpgsqlException e)
        {
            var isUnknown = isWrite
                && Lti.Storage.PostgreSql.Internal.Execution.Failure.AfterSending(e) is not { Outcome: LtiWorkOutcome.NotApplied };
            var reason = e is PostgresException refusal
                ? $"The server refused with SQLSTATE {refusal.SqlState}."
                : "The connection broke, or the server did not answer in time.";
            throw UnusableException.Create(title, reason, e, isUnknown ? LtiWorkOutcome.Unknown : LtiWorkOutcome.NotApplied);
        }
        catch (LtiStorageException e)
        {
            throw UnusableException.Create(title, LibraryMessage.InToolWords(e.Message), e);
        }
    }

    private static NpgsqlParameter ArrayOf(CopiedTable table, IReadOnlyList<CopiedRow> rows, int column)
    {
        var values = rows.Select(row => row.Values[column]);
        return new NpgsqlParameter
        {
            NpgsqlDbType = NpgsqlDbType.Array | TypeOf(table.Columns[column]),
            Value = table.Columns[column] switch
            {
                ColumnKind.Id => values.Cast<Guid>().ToArray(),
                ColumnKind.Flag => values.Cast<bool>().ToArray(),
                ColumnKind.Time => values.Select(static value => ToMicroseconds((DateTimeOffset?)value)).ToArray(),
                ColumnKind.Document => values.Select(static value => value is byte[] utf8 ? Encoding.UTF8.GetString(utf8) : null).ToArray(),
                ColumnKind.Number => values.Cast<int>().ToArray(),
                ColumnKind.Bytes => values.Cast<byte[]?>().ToArray(),
                _ => values.Cast<string?>().ToArray(),
            },
        };
    }

    private static NpgsqlDbType TypeOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Id => NpgsqlDbType.Uuid,
        ColumnKind.Flag => NpgsqlDbType.Boolean,
        ColumnKind.Time => NpgsqlDbType.TimestampTz,
        ColumnKind.Number => NpgsqlDbType.Integer,
        ColumnKind.Bytes => NpgsqlDbType.Bytea,
        _ => NpgsqlDbType.Text,
    };

    private static object? Read(NpgsqlDataReader reader, int column, ColumnKind kind) => reader.IsDBNull(column) ? null : kind switch
    {
        ColumnKind.Id => reader.GetGuid(column),
        ColumnKind.Flag => reader.GetBoolean(column),
        ColumnKind.Time => reader.GetFieldValue<DateTimeOffset>(column),
        ColumnKind.Document => Encoding.UTF8.GetBytes(reader.GetString(column)),
        ColumnKind.Number => reader.GetInt32(column),
        ColumnKind.Bytes => reader.GetFieldValue<byte[]>(column),
        _ => reader.GetString(column),
    };

    // The server holds microseconds. A row must not live longer there.
    private static DateTimeOffset? ToMicroseconds(DateTimeOffset? time)
        => time?.AddTicks(-(time.Value.Ticks % TimeSpan.TicksPerMicrosecond));
}
