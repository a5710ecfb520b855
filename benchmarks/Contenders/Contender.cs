using Lti.Storage.Caching;
using Lti.Storage.InMemory;
using Lti.Storage.PostgreSql;

namespace Lti.Storage.Benchmarks;

/// <summary>The contenders, by the names that tables and options have for them.</summary>
internal static class Contender
{
    public const string Floor = "npgsql";

    /// <summary>Those that work on a server, given a database and the size of their pool. A further one is a line here.</summary>
    public static IReadOnlyDictionary<string, Func<string, int, IContender>> OnServer { get; } =
        new OrderedDictionary<string, Func<string, int, IContender>>(StringComparer.Ordinal)
        {
            [Floor] = (database, connections) => new NpgsqlContender(ContenderPool.Open(database, connections), TimeProvider.System),
            ["provider"] = (database, connections) => new StorageContender(Provider(database, connections)),
            ["provider-cached"] = (database, connections) => new StorageContender(Cached(Provider(database, connections))),
            ["provider-batched"] = (database, connections) => new StorageContender(Provider(database, connections, batchCalls: true)),
            ["efcore"] = (database, connections) => new EfCoreContender(ContenderPool.Open(database, connections), TimeProvider.System),
        };

    /// <summary>Those that work in this process's memory.</summary>
    public static IReadOnlyDictionary<string, Func<StorageContender>> InMemory { get; } =
        new OrderedDictionary<string, Func<StorageContender>>(StringComparer.Ordinal)
        {
            ["inmemory"] = () => new StorageContender(new InMemoryLtiStorage()),
            ["inmemory-cached"] = () => new StorageContender(new InMemoryLtiStorage().WithCaching()),
        };

    /// <summary>All of them, as tables list them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. OnServer.Keys, .. InMemory.Keys, Pgbench.Name];

    // What the cache and shared statements save is told apart: each is on in one contender.
    private static PostgreSqlLtiStorage Provider(string database, int connections, bool batchCalls = false)
        => new(new PostgreSqlStorageOptions { ConnectionString = database, MaxPoolSize = connections, BatchCalls = batchCalls });

    private static ILtiStorage Cached(PostgreSqlLtiStorage storage) => storage.WithCaching(invalidation: storage);
}
