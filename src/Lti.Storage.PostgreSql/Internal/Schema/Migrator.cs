using System.Data;
using Lti.Storage.PostgreSql.Internal.Execution;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Schema;

/// <summary>Applies migrations on one connection, in one transaction.</summary>
internal sealed class Migrator(ConnectionPool pool, string schema, ILogger logger)
{
    public Task<SchemaStatus> ReadStatusAsync(CancellationToken cancellationToken)
        => OnConnectionAsync(connection => SchemaReader.ReadAsync(connection, schema), cancellationToken);

    public Task WarnOfForkTablesAsync(CancellationToken cancellationToken) => OnConnectionAsync(
        async connection =>
        {
            await ForkTables.WarnAsync(connection, schema, logger).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <param name="requireCompatible">Throws where this library can't work with the schema; asked again under the lock, since another node may have migrated meanwhile.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<IReadOnlyList<int>> MigrateAsync(Action<SchemaStatus> requireCompatible, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await OnConnectionAsync(connection => TryApplyAsync(connection, requireCompatible, cancellationToken), cancellationToken).ConfigureAwait(false) is { } applied)
            {
                return Array.AsReadOnly([.. applied.Select(migration => migration.Version)]);
            }

            // A table is busy. The pause lets those through that queued up behind the migration.
            logger.MigrationDelayed(schema, attempt);
            await Task.Delay(TimeSpan.FromMilliseconds(250 * Math.Min(attempt, 20)), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The migrations that were applied, or null where a table was busy and nothing was changed.</summary>
    private async Task<List<Migration>?> TryApplyAsync(NpgsqlConnection connection, Action<SchemaStatus> requireCompatible, CancellationToken cancellationToken)
    {
        try
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                await ExecuteAsync(connection, MigrationScript.Lock(schema), cancellationToken).ConfigureAwait(false);
                await ExecuteAsync(connection, MigrationScript.Prepare(schema), cancellationToken).ConfigureAwait(false);
                var status = await SchemaReader.ReadAsync(connection, schema).ConfigureAwait(false);
                requireCompatible(status);
                var migrations = Migration.All.Where(migration => status.MissingVersions.Contains(migration.Version)).ToList();
                foreach (var migration in migrations)
                {
                    await ExecuteAsync(connection, migration.Sql, cancellationToken).ConfigureAwait(false);
                    await ExecuteAsync(connection, MigrationScript.Record(migration), cancellationToken).ConfigureAwait(false);
                }

                await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
                migrations.ForEach(migration => logger.MigrationApplied(migration.Version, migration.Name, schema));
                return migrations;
            }
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            return null;
        }
    }

    private async Task<T> OnConnectionAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        var connection = await pool.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            try
            {
                return await work(connection).ConfigureAwait(false);
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege)
            {
                throw new LtiSchemaException(
                    $"The database user may not read or change the schema '{schema}' (SQLSTATE 42501). Grant it the rights, or have the database administrator apply PostgreSqlSchema.Script and grant USAGE on the schema and SELECT, INSERT, UPDATE and DELETE on its tables.",
                    e);
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.WrongObjectType or PostgresErrorCodes.DuplicateTable)
            {
                throw new LtiSchemaException(
                    $"The schema '{schema}' has tables of the same names that are not LTI storage's (SQLSTATE {e.SqlState}). Choose a schema of its own with the option Schema.",
                    e);
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DatatypeMismatch)
            {
                throw new LtiSchemaException(
                    $"The schema '{schema}' has tables of the same names that are not LTI storage's: {e.TableName}.{e.ColumnName} is of type {e.DataTypeName}. Choose a schema of its own with the option Schema.",
                    e);
            }
            catch (Exception e) when (Failure.AfterSending(e) is { } failure)
            {
                throw failure.ToException();
            }
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        // No time-out: the wait for other nodes takes as long as it takes, and so does an index on a large table.
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
