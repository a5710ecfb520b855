using System.Runtime.CompilerServices;
using System.Transactions;
using Lti.Storage.PostgreSql.Internal.Connections;
using Lti.Storage.PostgreSql.Internal.Options;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>Opens a connection for one operation outside any ambient transaction.</summary>
/// <remarks>
/// The rollback of an ambient transaction would make a used nonce unused. A failure here means that nothing was sent. The returned tasks
/// are pooled: await each once.
/// </remarks>
internal sealed class ConnectionPool(ConnectionSource source) : IAsyncDisposable
{
    // The time for telling the servers to cancel statements. A dead network takes longer.
    private static readonly TimeSpan _longestCancel = TimeSpan.FromSeconds(1);

    private readonly NpgsqlConnectionStringBuilder _settings = new(source.DataSource.ConnectionString);
    private readonly CancellationTokenSource _disposed = new();
    private readonly CancellationTokenSource _closing = new();

    /// <summary>Cancelled when this is disposed, for calls that wait.</summary>
    public CancellationToken Disposed => _disposed.Token;

    /// <summary>Cancelled after <see cref="Disposed"/>, for statements that were sent. Npgsql blocks while it tells the server.</summary>
    public CancellationToken Closing => _closing.Token;

    public NpgsqlDataSource DataSource => source.DataSource;

    /// <summary>The most open connections.</summary>
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

    /// <summary>Opens a connection and throws Npgsql's exceptions.</summary>
    /// <exception cref="ObjectDisposedException">The storage was disposed.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfDisposed();
        using var outside = OutsideTransaction();
        var opening = CheckedAsync(source.OpenAsync());
        return await OrAbandonAsync(opening, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes idle connections now and the others when they return.</summary>
    /// <remarks>The next connection is new and looks up its server again.</remarks>
    public void Forget() => source.Forget();

    /// <exception cref="ObjectDisposedException">The storage was disposed.</exception>
    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, typeof(PostgreSqlLtiStorage));

    /// <summary>Ends waiting calls and then sent statements, and closes the connections of an own data source.</summary>
    /// <remarks>It is safe to call again.</remarks>
    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync().ConfigureAwait(false);
        await _closing.CancelAsync().WaitAsync(_longestCancel, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await source.DisposeAsync().ConfigureAwait(false);
    }

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

    /// <summary>Waits for a connection until the caller gives up. One that comes later goes back to the pool.</summary>
    /// <remarks>
    /// Npgsql's own wait is never cancelled. The channel of .NET 10 may give a connection to a waiter that is cancelled at that moment,
    /// and the pool loses it (dotnet/runtime #132094).
    /// </remarks>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<NpgsqlConnection> OrAbandonAsync(ValueTask<NpgsqlConnection> opening, CancellationToken cancellationToken)
    {
        if (opening.IsCompleted)
        {
            return await opening.ConfigureAwait(false);
        }

        var opened = opening.AsTask();
        using var either = cancellationToken.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Disposed)
            : null;
        try
        {
            return await opened.WaitAsync(either?.Token ?? Disposed).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ = GiveBackAsync(opened);
            cancellationToken.ThrowIfCancellationRequested();
            ThrowIfDisposed();
            throw;
        }
    }

    private static async Task GiveBackAsync(Task<NpgsqlConnection> opened)
    {
        await ((Task)opened).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opened.IsCompletedSuccessfully)
        {
            await opened.Result.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static TransactionScope? OutsideTransaction()
        => Transaction.Current is null
            ? null
            : new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
}
