using Lti.Storage.Caching;

namespace Lti.Storage.Benchmarks;

/// <summary>The rows in a storage in memory, and all of its launch configurations and sessions in a cache around it.</summary>
internal sealed class CachedRows(MemoryRows rows) : IScaledRows
{
    private const int MostEntries = 1_000_000;

    private readonly List<(string Kind, double Bytes)> _bytes = [];

    public int Count => rows.Count;

    public Guid LargeClient => rows.LargeClient;

    public IReadOnlyList<Guid> Clients => rows.Clients;

    public IReadOnlyList<Guid> Deployments => rows.Deployments;

    public IReadOnlyList<Guid> Sessions => rows.Sessions;

    /// <summary>Whether the cache held all of them, so that <see cref="BytesAnEntry"/> is what it says.</summary>
    public bool IsComplete => Count * 2L <= MostEntries;

    /// <summary>What a cached entry takes beyond what it is an entry of.</summary>
    public IReadOnlyList<(string Kind, double Bytes)> BytesAnEntry => _bytes;

    /// <summary>Puts the cache around the storage and fills it.</summary>
    public async Task<ILtiStorage> FillAsync(ILtiStorage storage, CancellationToken cancellationToken)
    {
        // The LRU keeps what was asked for once in a part of its room.
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
