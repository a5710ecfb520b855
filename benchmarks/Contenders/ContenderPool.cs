using Npgsql;

namespace Lti.Storage.Benchmarks;

/// <summary>The pool of a contender that is not the provider, set up as the provider sets up its own.</summary>
internal static class ContenderPool
{
    public const int DefaultSize = 10;

    private const int IdleSeconds = 20;

    // The provider makes each statement durable by itself, whatever the server's setting; on a connection of one's own it is a setting.
    public static NpgsqlDataSource Open(string connectionString, int connections = DefaultSize) => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
    {
        MaxPoolSize = connections,
        ConnectionIdleLifetime = IdleSeconds,
        ConnectionPruningInterval = IdleSeconds / 2,
        MaxAutoPrepare = 32,
        AutoPrepareMinUsages = 1,
        NoResetOnClose = true,
        Options = "-c synchronous_commit=on",
    });
}
