using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>A data source, and whether disposing it is up to the storage.</summary>
internal sealed class ConnectionSource : IAsyncDisposable, IDisposable
{
    private readonly NpgsqlMultiHostDataSource? _hosts;
    private readonly bool _owned;

    private ConnectionSource(NpgsqlDataSource dataSource, NpgsqlMultiHostDataSource? hosts, bool owned)
    {
        DataSource = dataSource;
        _hosts = hosts;
        _owned = owned;
    }

    public NpgsqlDataSource DataSource { get; }

    /// <summary>A pool that this storage made. Disposing closes it.</summary>
    public static ConnectionSource Own(NpgsqlDataSource dataSource, NpgsqlMultiHostDataSource? hosts) => new(dataSource, hosts, owned: true);

    /// <summary>The caller's pool. Disposing leaves it alone.</summary>
    public static ConnectionSource Borrow(NpgsqlDataSource dataSource) => new(dataSource, dataSource as NpgsqlMultiHostDataSource, owned: false);

    /// <summary>The same, but of several hosts only the one that takes writes.</summary>
    public static ConnectionSource BorrowPrimary(NpgsqlDataSource dataSource) => dataSource is NpgsqlMultiHostDataSource hosts
        ? new(hosts.WithTargetSession(TargetSessionAttributes.ReadWrite), hosts, owned: false)
        : Borrow(dataSource);

    /// <summary>
    /// Drops the connections to a server that turned out to be read-only, and what is remembered about the servers: a demoted primary would pass for
    /// one until the next check otherwise.
    /// </summary>
    public void Forget()
    {
        DataSource.Clear();
        _hosts?.ClearDatabaseStates();
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
}
