using System.Data;
using Lti.Storage.PostgreSql.Internal.Execution;
using Lti.Storage.PostgreSql.Internal.Secrecy;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Schema;

/// <summary>
/// Applies migrations step by step. Each step is a transaction that takes the lock of migrations and reads the journal anew, so that any number of
/// nodes may migrate at once, also behind a pooler, and that a step which fails undoes none of those before it.
/// </summary>
internal sealed class Migrator(ConnectionPool pool, string schema, ILogger logger)
{
    // A step that waits for a table holds up everyone else who wants it. It waits longer each time, and pauses ten times as long as it has waited:
    // so the others wait for a tenth of the time at most, and a table that is in constant use is got hold of all the same.
    private const int PauseFactor = 10;

    private static readonly TimeSpan _firstLockWait = TimeSpan.FromMilliseconds(100);

    public Task<SchemaStatus> ReadStatusAsync(CancellationToken cancellationToken)
        => OnConnectionAsync(connection => SchemaReader.ReadAsync(connection, schema), cancellationToken);

    public Task<IReadOnlyList<string>> InspectAsync(CancellationToken cancellationToken)
        => OnConnectionAsync(connection => TableCheck.ReadAsync(connection, schema), cancellationToken);

    public Task WarnOfForkTablesAsync(CancellationToken cancellationToken) => OnConnectionAsync(
        async connection =>
        {
            await ForkTables.WarnAsync(connection, schema, logger).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <summary>Applies those of the missing migrations that no other node applies first.</summary>
    /// <param name="missing">The versions to apply.</param>
    /// <param name="requireCompatible">Throws where this library can't work with the schema; called under the lock, since another node may have migrated.</param>
    /// <param name="cancellationToken">Ends the waiting, and rolls back the step that runs.</param>
    /// <returns>The versions that were completed here, in order.</returns>
    public async Task<IReadOnlyList<int>> MigrateAsync(IReadOnlyList<int> missing, Action<SchemaStatus> requireCompatible, CancellationToken cancellationToken)
    {
        List<int> completed = [];
        var isFirst = true;
        foreach (var migration in Migration.All.Where(migration => missing.Contains(migration.Version)))
        {
            var step = 0;
            while (step < migration.Steps.Count && await ApplyAsync(migration, step, isFirst, requireCompatible, cancellationToken).ConfigureAwait(false))
            {
                isFirst = false;
                step++;
            }

            if (step == migration.Steps.Count)
            {
                logger.MigrationApplied(migration.Version, migration.Name, schema);
                completed.Add(migration.Version);
            }
        }

        return completed.AsReadOnly();
    }

    /// <summary>False where another node has completed the migration.</summary>
    private async Task<bool> ApplyAsync(
        Migration migration, int step, bool isFirst, Action<SchemaStatus> requireCompatible, CancellationToken cancellationToken)
    {
        var lockWait = _firstLockWait;
        for (var attempt = 1; ; attempt++)
        {
            var wait = lockWait;
            var isApplied = await OnConnectionAsync(
                connection => TryApplyAsync(connection, migration, step, isFirst, wait, requireCompatible, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (isApplied is { } applied)
            {
                return applied;
            }

            logger.MigrationDelayed(migration.Version, schema, attempt);
            await Task.Delay(PauseFactor * lockWait, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            lockWait = 2 * lockWait < MigrationScript.LongestLockWait ? 2 * lockWait : MigrationScript.LongestLockWait;
        }
    }

    /// <summary>Null where a table was busy, so that nothing was changed.</summary>
    private async Task<bool?> TryApplyAsync(
        NpgsqlConnection connection,
        Migration migration,
        int step,
        bool isFirst,
        TimeSpan lockWait,
        Action<SchemaStatus> requireCompatible,
        CancellationToken cancellationToken)
    {
        try
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                await ExecuteAsync(connection, MigrationScript.Lock(schema), cancellationToken).ConfigureAwait(false);
                var status = await SchemaReader.ReadAsync(connection, schema).ConfigureAwait(false);
                requireCompatible(status);
                if (!status.MissingVersions.Contains(migration.Version))
                {
                    return false;
                }

                await ExecuteAsync(connection, MigrationScript.Step(schema, migration, step, isFirst, lockWait), cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
                return true;
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
            catch (PostgresException e) when (SchemaErrors.Describe(schema, e) is { } message)
            {
                throw new LtiSchemaException(message, e.Redacted());
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
