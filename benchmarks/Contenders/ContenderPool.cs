using Npgsql;

namespace Lti.Storage.Benchmarks;

/// <summary>Opens pools for the other contenders with the provider's settings.</summary>
internal static class ContenderPool
{
    public const int DefaultSize = 10;

    private const int IdleSeconds = 20;

    // The provider turns on synchronous_commit in each statement. The other contenders set it for the connection.
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
