using System.Transactions;
using LinqToDB.Data;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>
/// Connections for one operation at a time, outside any ambient transaction: rolled back there, a used nonce would be unused again. The token is
/// obeyed while waiting for a connection; a failure here means that nothing was sent. Whoever made the data source closes it.
/// </summary>
internal sealed class ConnectionPool(NpgsqlDataSource dataSource, bool ownsDataSource) : IAsyncDisposable
{
    public NpgsqlDataSource DataSource => dataSource;

    public static ConnectionPool Create(PostgreSqlStorageOptions options, ILoggerFactory? loggerFactory, ILogger logger)
    {
        if (options.DataSource is { } given)
        {
            return new ConnectionPool(given, ownsDataSource: false);
        }

        var text = new NpgsqlConnectionStringBuilder(options.ConnectionString) { MaxAutoPrepare = 32, AutoPrepareMinUsages = 1, NoResetOnClose = true, Enlist = false };
        return new ConnectionPool(new NpgsqlDataSourceBuilder(text.ConnectionString).Build(), ownsDataSource: true);
    }

    public async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var outside = OutsideTransaction();
            return await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (Failure.WhileConnecting(e) is { } failure)
        {
            throw failure.ToException();
        }
    }

    /// <summary>The same for a connection of linq2db's.</summary>
    public static async Task OpenAsync(DataConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            using var outside = OutsideTransaction();
            await connection.OpenDbConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (Failure.WhileConnecting(e) is { } failure)
        {
            throw failure.ToException();
        }
    }

    /// <summary>Closes idle connections, and those in use when they come back: the next one is fresh.</summary>
    public void Clear() => dataSource.Clear();

    public ValueTask DisposeAsync() => ownsDataSource ? dataSource.DisposeAsync() : ValueTask.CompletedTask;

    private static TransactionScope? OutsideTransaction()
        => Transaction.Current is null ? null : new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
}
