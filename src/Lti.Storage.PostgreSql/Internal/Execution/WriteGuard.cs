using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>Sends settings with each write: a lock timeout unless a shorter one is set, and the server's warnings.</summary>
/// <remarks>
/// <para>They go in the same round trip before the statement and hold for its transaction alone.</para>
/// <para>
/// Settings of the session are no alternative: poolers refuse or mix them up and a data source may reset them. Inside the statement they
/// would come after the wait for a lock on the table. Reads wait for no row lock and send no settings.
/// </para>
/// </remarks>
internal sealed class WriteGuard(TimeSpan lockTimeout)
{
    // One locked row delays a whole batch. After the timeout each of its calls runs alone, so the batch's timeout is short.
    private const int BatchShare = 4;
    private const int CommandShare = 4;

    private static readonly TimeSpan _default = TimeSpan.FromSeconds(2);

    /// <summary>The settings of a single call or a transaction.</summary>
    public string Alone { get; } = Settings(lockTimeout);

    /// <summary>The settings of a batch.</summary>
    public string Batched { get; } = Settings(lockTimeout / BatchShare);

    /// <summary>Creates the guard for these options and a command timeout in seconds, where 0 means none.</summary>
    public static WriteGuard Create(PostgreSqlStorageOptions options, int commandTimeout)
    {
        var most = TimeSpan.FromSeconds(commandTimeout == 0 ? int.MaxValue : commandTimeout) / CommandShare;
        return new WriteGuard(options.LockTimeout ?? (most < _default ? most : _default));
    }

    /// <summary>Sends a statement and returns its answer. A write is sent after these settings.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<NpgsqlDataReader> ExecuteAsync<TArguments>(
        NpgsqlConnection connection,
        string settings,
        string sql,
        RetrySafety safety,
        Action<NpgsqlParameterCollection, TArguments> bind,
        TArguments arguments,
        RunningDeadline deadline,
        CancellationToken closing)
    {
        if (safety == RetrySafety.Read)
        {
            var command = new NpgsqlCommand(sql, connection) { CommandTimeout = deadline.Seconds };
            bind(command.Parameters, arguments);
            return await command.ExecuteReaderAsync(closing).ConfigureAwait(false);
        }

        var statement = new NpgsqlBatchCommand(sql);
        bind(statement.Parameters, arguments);
        CommitAnswer.Watch(connection);
        var batch = new NpgsqlBatch(connection)
        {
            Timeout = deadline.Seconds,
            BatchCommands = { new NpgsqlBatchCommand(settings), statement },
        };
        var reader = await batch.ExecuteReaderAsync(closing).ConfigureAwait(false);
        try
        {
            await reader.NextResultAsync(closing).ConfigureAwait(false);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static string Settings(TimeSpan lockTimeout) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        SELECT
            CASE
                WHEN current_setting('lock_timeout') = '0'
                    OR current_setting('lock_timeout')::interval > interval '{Milliseconds(lockTimeout)} ms'
                THEN set_config('lock_timeout', '{Milliseconds(lockTimeout)}', true) END,
            CASE WHEN current_setting('client_min_messages') = 'error' THEN set_config('client_min_messages', 'warning', true) END
        """);

    private static long Milliseconds(TimeSpan lockTimeout) => Math.Max(1, (long)lockTimeout.TotalMilliseconds);
}
