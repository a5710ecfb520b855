using System.Runtime.CompilerServices;
using System.Transactions;
using LinqToDB.Data;
using Lti.Storage.PostgreSql.Internal.Connections;
using Lti.Storage.PostgreSql.Internal.Options;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>
/// Connections for one operation at a time, outside any ambient transaction: rolled back there, a used nonce would be unused again. The token is
/// obeyed while waiting for a connection; a failure here means that nothing was sent. Whoever made the data source closes it.
/// </summary>
/// <remarks>What waits is taken from a pool, so it must be awaited, once.</remarks>
internal sealed class ConnectionPool(ConnectionSource source) : IAsyncDisposable
{
    private readonly NpgsqlConnectionStringBuilder _settings = new(source.DataSource.ConnectionString);

    public NpgsqlDataSource DataSource => source.DataSource;

    /// <summary>How many connections there may be at once.</summary>
    public int MaxSize => _settings.Pooling ? _settings.MaxPoolSize : int.MaxValue;

    /// <summary>The hosts and ports, for messages.</summary>
    public string Address => NpgsqlHosts.Address(_settings);

    public static ConnectionPool Create(PostgreSqlStorageOptions options, ILoggerFactory? loggerFactory, ILogger logger)
    {
        if (options.DataSource is not { } given)
        {
            return new ConnectionPool(DataSources.Create(OwnConnection.Settings(options, logger), loggerFactory));
        }

        var pool = new ConnectionPool(ConnectionSource.Borrow(given));
        if (options.PrepareStatements && pool._settings.MaxAutoPrepare < PreparedStatements.Needed)
        {
            logger.NotPrepared(pool._settings.MaxAutoPrepare, PreparedStatements.Needed);
        }

        return pool;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (Failure.WhileConnecting(e, Address) is { } failure)
        {
            throw failure.ToException();
        }
    }

    /// <summary>The same, with the failure as Npgsql says it.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var outside = OutsideTransaction();
        return await OrAbandonAsync(CheckedAsync(source.DataSource.OpenConnectionAsync(CancellationToken.None)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same for a connection of linq2db's, which is disposed where it can't be opened.</summary>
    public async Task<T> OpenAsync<T>(T connection, CancellationToken cancellationToken)
        where T : DataConnection
    {
        try
        {
            using var outside = OutsideTransaction();
            return await OrAbandonAsync(OpenedAsync(connection), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (Failure.WhileConnecting(e, Address) is { } failure)
        {
            throw failure.ToException();
        }
    }

    /// <summary>Closes idle connections, and those in use when they come back: the next one is fresh, and to a server that is found out anew.</summary>
    public void Forget() => source.Forget();

    public ValueTask DisposeAsync() => source.DisposeAsync();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<NpgsqlConnection> CheckedAsync(ValueTask<NpgsqlConnection> opening)
    {
        var connection = await opening.ConfigureAwait(false);
        try
        {
            TextEncoding.Require(connection);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async ValueTask<T> OpenedAsync<T>(T connection)
        where T : DataConnection
    {
        try
        {
            TextEncoding.Require((NpgsqlConnection)await connection.OpenDbConnectionAsync(CancellationToken.None).ConfigureAwait(false));
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Whoever gives up leaves the wait to itself: the connection goes back when it comes. Npgsql's own wait is never cancelled, since .NET 10's channel,
    /// at which it waits, may hand a connection to one who was cancelled at that moment, and the pool is one short from then on (dotnet/runtime #132094).
    /// </summary>
    private static async ValueTask<T> OrAbandonAsync<T>(ValueTask<T> opening, CancellationToken cancellationToken)
        where T : IAsyncDisposable
    {
        if (opening.IsCompleted || !cancellationToken.CanBeCanceled)
        {
            return await opening.ConfigureAwait(false);
        }

        var opened = opening.AsTask();
        try
        {
            return await opened.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ = GiveBackAsync(opened);
            throw;
        }
    }

    private static async Task GiveBackAsync<T>(Task<T> opened)
        where T : IAsyncDisposable
    {
        await ((Task)opened).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opened.IsCompletedSuccessfully)
        {
            await opened.Result.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static TransactionScope? OutsideTransaction()
        => Transaction.Current is null ? null : new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
}
