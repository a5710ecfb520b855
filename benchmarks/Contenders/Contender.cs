using Lti.Storage.Caching;
using Lti.Storage.InMemory;
using Lti.Storage.PostgreSql;
using Lti.Storage.Sqlite;

namespace Lti.Storage.Benchmarks;

/// <summary>Lists the contenders by name.</summary>
internal static class Contender
{
    public const string Floor = "npgsql";

    /// <summary>The floor of the contenders on an SQLite file.</summary>
    public const string FileFloor = "sqlite-by-hand";

    /// <summary>The contenders on a server. Each is created from a connection string and a pool size.</summary>
    public static IReadOnlyDictionary<string, Func<string, int, IContender>> OnServer { get; } =
        new OrderedDictionary<string, Func<string, int, IContender>>(StringComparer.Ordinal)
        {
            [Floor] = (database, connections) => new NpgsqlContender(ContenderPool.Open(database, connections), TimeProvider.System),
            ["provider"] = (database, connections) => new StorageContender(Provider(database, connections)),
            ["provider-cached"] = (database, connections) => new StorageContender(Cached(Provider(database, connections, batchCalls: true))),
            ["provider-batched"] = (database, connections) => new StorageContender(Provider(database, connections, batchCalls: true)),
            ["efcore"] = (database, connections) => new EfCoreContender(ContenderPool.Open(database, connections), TimeProvider.System),
        };

    /// <summary>The contenders in memory.</summary>
    public static IReadOnlyDictionary<string, Func<StorageContender>> InMemory { get; } =
        new OrderedDictionary<string, Func<StorageContender>>(StringComparer.Ordinal)
        {
            ["inmemory"] = () => new StorageContender(new InMemoryLtiStorage()),
            ["inmemory-cached"] = () => new StorageContender(new InMemoryLtiStorage().WithCaching()),
        };

    /// <summary>The contenders on an SQLite file. Each is created from the path of a file with the library's tables.</summary>
    public static IReadOnlyDictionary<string, Func<string, IContender>> OnFile { get; } =
        new OrderedDictionary<string, Func<string, IContender>>(StringComparer.Ordinal)
        {
            [FileFloor] = path => new SqliteContender(path, TimeProvider.System, TimeProvider.System),
            ["sqlite"] = path => new StorageContender(new SqliteLtiStorage($"Data Source={path}")),
            ["sqlite-cached"] = path => new StorageContender(new SqliteLtiStorage($"Data Source={path}").WithCaching()),
        };

    /// <summary>All names in the order of the tables.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. OnServer.Keys, .. InMemory.Keys, Pgbench.Name, .. OnFile.Keys];

    /// <summary>The names of the contenders of each storage.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> ByStorage { get; } =
        new OrderedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        {
            ["postgresql"] = [.. OnServer.Keys, Pgbench.Name],
            ["inmemory"] = [.. InMemory.Keys],
            ["sqlite"] = [.. OnFile.Keys],
        };

    /// <summary>Whether a contender needs a server.</summary>
    public static bool IsOnServer(string name) => !InMemory.ContainsKey(name) && !OnFile.ContainsKey(name);

    /// <summary>The contender that another one is compared with.</summary>
    public static string FloorOf(string name) => OnFile.ContainsKey(name) ? FileFloor : Floor;

    // The cached contender has the default options too: the gain of the cache is its gain over the batched one.
    private static PostgreSqlLtiStorage Provider(string database, int connections, bool batchCalls = false)
        => new(new PostgreSqlStorageOptions { ConnectionString = database, MaxPoolSize = connections, BatchCalls = batchCalls });

    private static ILtiStorage Cached(PostgreSqlLtiStorage storage) => storage.WithCaching(invalidation: storage);
}
