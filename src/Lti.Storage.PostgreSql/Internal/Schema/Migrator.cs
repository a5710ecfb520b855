using System.Data;
using Lti.Storage.PostgreSql.Internal.Execution;
using Lti.Storage.PostgreSql.Internal.Secrecy;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Schema;

/// <summary>Applies migrations step by step.</summary>
/// <remarks>
/// Each step is a transaction that takes the lock of migrations and reads the journal again. So several nodes may migrate concurrently
/// and behind a pooler. A failed step undoes no earlier step.
/// </remarks>
internal sealed class Migrator(ConnectionPool pool, string schema, ILogger logger)
{
    // A step that waits for a table delays every other session that wants it. It waits longer each time and pauses ten times as long as
    // it has waited. So the others wait for at most a tenth of the time, and a table in constant use is locked in the end.
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

    /// <summary>Applies the missing migrations that no other node applies first.</summary>
    /// <param name="missing">The versions to apply.</param>
    /// <param name="requireCompatible">
    /// Throws if this library can't work with the schema. It is called under the lock because another node may have migrated.
    /// </param>
    /// <param name="stepApplied">Called after each step that was applied here.</param>
    /// <param name="cancellationToken">Cancels a wait and rolls back the running step.</param>
    /// <returns>The versions that were completed here, in order.</returns>
    public async Task<IReadOnlyList<int>> MigrateAsync(
        IReadOnlyList<int> missing,
        Action<SchemaStatus> requireCompatible,
        Action? stepApplied,
        CancellationToken cancellationToken)
    {
        List<int> completed = [];
        var isFirst = true;
        foreach (var migration in Migration.All.Where(migration => missing.Contains(migration.Version)))
        {
            var step = 0;
            while (step < migration.Steps.Count
                && await ApplyAsync(migration, step, isFirst, requireCompatible, cancellationToken).ConfigureAwait(false))
            {
                stepApplied?.Invoke();
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

    /// <summary>Applies a step. False if another node has completed the migration.</summary>
    private async Task<bool> ApplyAsync(
        Migration migration, int step, bool isFirst, Action<SchemaStatus> requireCompatible, CancellationToken cancellationToken)
    {
        var lockWait = _firstLockWait;
        for (var attempt = 1; ; attempt++)
        {
            var wait = lockWait;
            var isApplied = await OnConnectionAsync(
                connection => TryApplyAsync(connection, migration, step, isFirst, wait, requireCompatible, cancellationToken),
                cancellationToken).ConfigureAwait(false);
            if (isApplied is { } applied)
            {
                return applied;
            }

            logger.MigrationDelayed(migration.Version, schema, attempt);
            await Task.Delay(PauseFactor * lockWait, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            lockWait = 2 * lockWait < MigrationScript.LongestLockWait ? 2 * lockWait : MigrationScript.LongestLockWait;
        }
    }

    /// <summary>Tries to apply a step. Null if a table was in use and nothing was changed.</summary>
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

                var script = MigrationScript.Step(schema, migration, step, isFirst, lockWait);
                await ExecuteAsync(connection, script, cancellationToken).ConfigureAwait(false);
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
            catch (PostgresException e) when (MigrationErrors.Describe(schema, e) is { } message)
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
        // There is no timeout: the wait for other nodes and an index on a large table may take long.
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
