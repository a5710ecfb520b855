using System.Runtime.CompilerServices;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>A data source that knows whether the storage disposes it.</summary>
internal sealed class ConnectionSource : IAsyncDisposable, IDisposable
{
    private readonly NpgsqlMultiHostDataSource? _hosts;
    private readonly bool _owned;
    private int _forgotten;

    private ConnectionSource(NpgsqlDataSource dataSource, NpgsqlMultiHostDataSource? hosts, bool owned)
    {
        DataSource = dataSource;
        _hosts = hosts;
        _owned = owned;
    }

    public NpgsqlDataSource DataSource { get; }

    /// <summary>A pool that this storage created. Disposing closes it.</summary>
    public static ConnectionSource Own(NpgsqlDataSource dataSource, NpgsqlMultiHostDataSource? hosts)
        => new(dataSource, hosts, owned: true);

    /// <summary>The caller's pool. Disposing does not close it.</summary>
    public static ConnectionSource Borrow(NpgsqlDataSource dataSource)
        => new(dataSource, dataSource as NpgsqlMultiHostDataSource, owned: false);

    /// <summary>The caller's pool, which uses only the host that takes writes.</summary>
    public static ConnectionSource BorrowPrimary(NpgsqlDataSource dataSource) => dataSource is NpgsqlMultiHostDataSource hosts
        ? new(hosts.WithTargetSession(TargetSessionAttributes.ReadWrite), hosts, owned: false)
        : Borrow(dataSource);

    /// <summary>Closes the connections to a server that became read-only and forgets the states of the servers.</summary>
    /// <remarks>Otherwise a demoted primary would count as the primary until the next check.</remarks>
    public void Forget()
    {
        DataSource.Clear();
        _hosts?.ClearDatabaseStates();
        Interlocked.Increment(ref _forgotten);
    }

    /// <summary>Opens a connection.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync()
        => OpenAsync(DataSource, static source => source.OpenConnectionAsync(CancellationToken.None));

    /// <summary>Opens a connection, and opens again if the states of the servers were forgotten meanwhile and no server suited.</summary>
    /// <remarks>
    /// Npgsql reads the state of one server after the other. It may pass over the successor by its old state, and then over the demoted
    /// primary by its new one.
    /// </remarks>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<NpgsqlConnection> OpenAsync<TState>(TState state, Func<TState, ValueTask<NpgsqlConnection>> open)
    {
        var forgotten = Volatile.Read(ref _forgotten);
        try
        {
            return await open(state).ConfigureAwait(false);
        }
        catch (NpgsqlException e) when (forgotten != Volatile.Read(ref _forgotten) && NoneSuits(e))
        {
            return await open(state).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        if (_owned)
        {
            DataSource.Dispose();
            _hosts?.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_owned)
        {
            await DataSource.DisposeAsync().ConfigureAwait(false);
            if (_hosts is not null)
            {
                await _hosts.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    // Npgsql has no type or code for this.
    private static bool NoneSuits(NpgsqlException e)
        => e.InnerException is null && e.Message.StartsWith("No suitable host", StringComparison.Ordinal);
}
