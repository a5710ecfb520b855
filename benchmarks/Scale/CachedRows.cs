using Lti.Storage.Caching;

namespace Lti.Storage.Benchmarks;

/// <summary>Rows in memory with a cache that holds all launch configurations and sessions.</summary>
internal sealed class CachedRows(MemoryRows rows) : IScaledRows
{
    private const int MostEntries = 1_000_000;

    private readonly List<(string Kind, double Bytes)> _bytes = [];

    public int Count => rows.Count;

    public ClientKey LargeClient => rows.LargeClient;

    public IReadOnlyList<ClientKey> Clients => rows.Clients;

    public IReadOnlyList<DeploymentKey> Deployments => rows.Deployments;

    public IReadOnlyList<Guid> Sessions => rows.Sessions;

    /// <summary>Whether the cache holds all entries. <see cref="BytesPerEntry"/> is right only then.</summary>
    public bool IsComplete => Count * 2L <= MostEntries;

    /// <summary>The bytes of a cached entry without its value.</summary>
    public IReadOnlyList<(string Kind, double Bytes)> BytesPerEntry => _bytes;

    /// <summary>Wraps the storage in a cache and fills the cache.</summary>
    public async Task<ILtiStorage> FillAsync(ILtiStorage storage, CancellationToken cancellationToken)
    {
        // The LRU keeps entries that were read once in a part of its capacity only.
        var capacity = (int)Math.Min(Count * 4L, MostEntries);
        var cached = storage.WithCaching(new CachingOptions
        {
            LaunchConfigCapacity = capacity,
            SessionCacheBytes = capacity * 16_384L,
            SessionLifetime = TimeSpan.FromHours(12),
            LaunchConfigLifetime = TimeSpan.FromHours(12),
        });
        await MeasureAsync("launch configuration in the cache", Enumerable.Range(1, Count), async number =>
            await cached.FindLaunchConfigAsync(ScaledKeys.Client(number), cancellationToken));
        await MeasureAsync("session in the cache", rows.Sessions, async id => await cached.FindSessionAsync(id, cancellationToken));
        return cached;
    }

    public Task AddExpiredAsync(int count, CancellationToken cancellationToken) => rows.AddExpiredAsync(count, cancellationToken);

    public ValueTask DisposeAsync() => rows.DisposeAsync();

    private async Task MeasureAsync<T>(string kind, IEnumerable<T> keys, Func<T, Task> find)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var found = 0;
        foreach (var key in keys)
        {
            await find(key);
            found++;
        }

        _bytes.Add((kind, (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)found));
    }
}
