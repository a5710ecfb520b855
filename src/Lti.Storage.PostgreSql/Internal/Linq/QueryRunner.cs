using System.Data;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using LinqToDB;
using LinqToDB.DataProvider;
using LinqToDB.DataProvider.PostgreSQL;
using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Linq;

/// <summary>Runs the linq2db queries of a call on one connection.</summary>
/// <remarks>
/// A write is a transaction at READ COMMITTED, independent of the server's default. So after it has locked a row it sees all earlier
/// commits.
/// </remarks>
internal sealed class QueryRunner(CallRunner calls, WriteGuard guard, string schema)
{
    /// <summary>The most rows in a page of a listing and in a batch of a deletion.</summary>
    public const int PageSize = 100;

    private readonly string _settings = guard.Alone;

    // Lazy because loading linq2db takes longer than the first launch, which does not need it. Without a version linq2db would open a
    // connection synchronously to find it.
    private readonly Lazy<(IDataProvider Provider, DataOptions Options)> _linq = new(() => (
        PostgreSQLTools.GetDataProvider(PostgreSQLVersion.v15),
        new DataOptions().UseCompareNulls(CompareNulls.LikeSql).UseTracing(TraceLevel.Off, static _ => { })));

    public async Task<T> ReadAsync<T>(Func<StorageContext, Task<T>> query, CancellationToken cancellationToken)
    {
        await LeaveContext();
        return await calls.RunAsync<ReadAttempt<T>, T>(new(this, query), RetrySafety.Read, cancellationToken).ConfigureAwait(false);
    }

    public async Task<T> WriteAsync<T>(Func<StorageContext, Task<T>> write, RetrySafety safety, CancellationToken cancellationToken)
    {
        await LeaveContext();
        return await calls.RunAsync<WriteAttempt<T>, T>(new(this, write), safety, cancellationToken).ConfigureAwait(false);
    }

    // linq2db continues in the caller's synchronization context, which may be blocked (rule E9).
    private static ConfiguredTaskAwaitable LeaveContext() => Task.CompletedTask.ConfigureAwait(
        SynchronizationContext.Current is null ? ConfigureAwaitOptions.None : ConfigureAwaitOptions.ForceYielding);

    private StorageContext Open(NpgsqlConnection connection, RunningDeadline deadline, CancellationToken closing)
    {
        var (provider, options) = _linq.Value;
        var context = new StorageContext(options.UseConnection(provider, connection, disposeConnection: false), schema);
        context.AddInterceptor(new BoundedCommands(deadline, closing));
        return context;
    }

    private readonly struct ReadAttempt<T>(QueryRunner runner, Func<StorageContext, Task<T>> query) : IAttempt<T>
    {
        public async ValueTask<T> SendAsync(NpgsqlConnection connection, RunningDeadline deadline, CancellationToken closing)
        {
            var context = runner.Open(connection, deadline, closing);
            await using (context.ConfigureAwait(false))
            {
                return await query(context).ConfigureAwait(false);
            }
        }
    }

    private readonly struct WriteAttempt<T>(QueryRunner runner, Func<StorageContext, Task<T>> write) : IAttempt<T>
    {
        public async ValueTask<T> SendAsync(NpgsqlConnection connection, RunningDeadline deadline, CancellationToken closing)
        {
            CommitAnswer.Watch(connection);
            var transaction = await connection.BeginTransactionAsync(
                IsolationLevel.ReadCommitted, CancellationToken.None).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                var result = await WriteUncommittedAsync(connection, deadline, closing).ConfigureAwait(false);

                // A command has a timeout and is cancelled when the storage is disposed.
                await ExecuteAsync("COMMIT", connection, deadline, closing).ConfigureAwait(false);
                CommitAnswer.Require(connection, deadline);
                return result;
            }
        }

        private async Task<T> WriteUncommittedAsync(NpgsqlConnection connection, RunningDeadline deadline, CancellationToken closing)
        {
            try
            {
                // Npgsql sends it in one round trip with the BEGIN before it.
                await ExecuteAsync(runner._settings, connection, deadline, closing).ConfigureAwait(false);
                var context = runner.Open(connection, deadline, closing);
                await using (context.ConfigureAwait(false))
                {
                    var result = await write(context).ConfigureAwait(false);
                    deadline.Require();
                    return result;
                }
            }
            catch (Exception e) when (Failure.OfAttempt(e) is { Outcome: LtiWorkOutcome.Unknown })
            {
                throw new UncommittedException(e);
            }
        }

        private static async Task ExecuteAsync(string sql, NpgsqlConnection connection, RunningDeadline deadline, CancellationToken closing)
        {
            var command = new NpgsqlCommand(sql, connection) { CommandTimeout = deadline.Seconds };
            await using (command.ConfigureAwait(false))
            {
                await command.ExecuteNonQueryAsync(closing).ConfigureAwait(false);
            }
        }
    }
}
