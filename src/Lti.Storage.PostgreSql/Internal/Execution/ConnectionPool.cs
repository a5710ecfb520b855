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
    public NpgsqlDataSource DataSource => source.DataSource;

    /// <summary>How many connections there may be at once.</summary>
    public int MaxSize { get; } = new NpgsqlConnectionStringBuilder(source.DataSource.ConnectionString) is { Pooling: true } pooled ? pooled.MaxPoolSize : int.MaxValue;

    public static ConnectionPool Create(PostgreSqlStorageOptions options, ILoggerFactory? loggerFactory, ILogger logger)
    {
        if (options.DataSource is not { } given)
        {
            return new ConnectionPool(DataSources.Create(OwnConnection.Settings(options, logger), loggerFactory));
        }

        if (options.PrepareStatements && new NpgsqlConnectionStringBuilder(given.ConnectionString).MaxAutoPrepare == 0)
        {
            logger.NotPrepared();
        }

        return new ConnectionPool(ConnectionSource.Borrow(given));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (Failure.WhileConnecting(e) is { } failure)
        {
            throw failure.ToException();
        }
    }

    /// <summary>The same, with the failure as Npgsql says it.</summary>
    /// <remarks>
    /// Npgsql is not told of the token: cancelled in the moment in which a waiting caller is given a connection, its pool loses that one for good. So whoever
    /// leaves does so here, and what still comes for them goes back.
    /// </remarks>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var outside = OutsideTransaction();
        var opening = source.DataSource.OpenConnectionAsync(CancellationToken.None);
        if (opening.IsCompleted || !cancellationToken.CanBeCanceled)
        {
            return await opening.ConfigureAwait(false);
        }

        var connection = opening.AsTask();
        try
        {
            return await connection.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ = GiveBackAsync(connection);
            throw;
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

    /// <summary>Closes idle connections, and those in use when they come back: the next one is fresh, and to a server that is found out anew.</summary>
    public void Forget() => source.Forget();

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private static async Task GiveBackAsync(Task<NpgsqlConnection> opening)
    {
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully)
        {
            await (await opening.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
    }

    private static TransactionScope? OutsideTransaction()
        => Transaction.Current is null ? null : new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
}
