using System.Data;
using System.Diagnostics;
using LinqToDB;
using LinqToDB.DataProvider.PostgreSQL;
using Lti.Storage.PostgreSql.Internal.Execution;

namespace Lti.Storage.PostgreSql.Internal.Administration;

/// <summary>
/// Runs administration's queries, each on one connection. Writes run in a transaction at READ COMMITTED, whatever the server's default: once they
/// have locked the client's row, they see what was committed before.
/// </summary>
internal sealed class QueryRunner(ConnectionPool pool, Repeats repeats, string schema, int commandTimeoutSeconds)
{
    // Not before it is needed, and launches never do: loading linq2db takes longer than the first of them. The dialect is given: to find it out,
    // linq2db would open a connection, synchronously.
    private readonly Lazy<DataOptions> _options = new(() => new DataOptions()
        .UseConnectionFactory(
            PostgreSQLTools.GetDataProvider(PostgreSQLVersion.v15),
            _ => pool.DataSource.CreateConnection())
        .UseTracing(TraceLevel.Off, static _ => { })
        .UseCompareNulls(CompareNulls.LikeSql)
        .UseCommandTimeout(commandTimeoutSeconds));

    public Task<T> ReadAsync<T>(Func<StorageContext, Task<T>> query, CancellationToken cancellationToken)
        => RunAsync(query, Repetition.Read, cancellationToken);

    public Task<T> WriteAsync<T>(Func<StorageContext, Task<T>> write, Repetition repetition, CancellationToken cancellationToken)
        => RunAsync(
            async context =>
            {
                var transaction = await context.BeginTransactionAsync(IsolationLevel.ReadCommitted, CancellationToken.None).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    var result = await write(context).ConfigureAwait(false);
                    await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
                    return result;
                }
            },
            repetition,
            cancellationToken);

    private async Task<T> RunAsync<T>(Func<StorageContext, Task<T>> work, Repetition repetition, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var context = await pool.OpenAsync(new StorageContext(_options.Value, schema), cancellationToken).ConfigureAwait(false);
                await using (context.ConfigureAwait(false))
                {
                    return await work(context).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (Failure.AfterSending(e) is { } failure)
            {
                // The connection is back by now: nothing is held while this waits.
                await repeats.RequireAnotherAsync(failure, repetition, attempt).ConfigureAwait(false);
            }
        }
    }
}
