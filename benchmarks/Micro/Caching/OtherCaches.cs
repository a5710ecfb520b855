using System.Collections.Concurrent;
using System.ComponentModel;
using BitFaster.Caching.Lru;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using ZiggyCreatures.Caching.Fusion;

namespace Lti.Storage.Benchmarks;

/// <summary>Holds the same values in the caches that this library's cache is compared with.</summary>
/// <remarks>Each cache gets the kind of key that it takes: its own type, an object or a string.</remarks>
internal sealed class OtherCaches<TKey, TValue>
    where TKey : notnull
    where TValue : class
{
    public const int Capacity = 1000;
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(15);
    private static readonly HybridCacheEntryOptions _hybridOptions = new() { Expiration = _lifetime };

    private readonly ConcurrentDictionary<TKey, TValue?> _dictionary = new();
    private readonly ConcurrentLru<TKey, TValue?> _lru = new(Capacity);
    private readonly MemoryCache _memory = new(new MemoryCacheOptions());
    private readonly FusionCache _fusion = new(new FusionCacheOptions());
    private readonly HybridCache _hybrid;

    public OtherCaches()
    {
        var services = new ServiceCollection();
        services.AddHybridCache();
        _hybrid = services.BuildServiceProvider().GetRequiredService<HybridCache>();
    }

    public async Task AddAsync(TKey key, object keyObject, string text, TValue? value)
    {
        _dictionary[key] = value;
        _lru.AddOrUpdate(key, value);
        _memory.Set(keyObject, value, _lifetime);
        await _fusion.SetAsync(text, value, _lifetime);
        await _hybrid.SetAsync(text, new Immutable(value), _hybridOptions);
    }

    public TValue? Dictionary(TKey key) => _dictionary.TryGetValue(key, out var value) ? value : throw Missed();

    public TValue? ConcurrentLru(TKey key) => _lru.TryGet(key, out var value) ? value : throw Missed();

    public TValue? MemoryCache(object key) => _memory.TryGetValue<TValue>(key, out var value) ? value : throw Missed();

    public TValue? HybridCache(string key)
        => _hybrid.GetOrCreateAsync(key, static _ => ValueTask.FromException<Immutable>(Missed()), _hybridOptions).Result.Value;

    public TValue? FusionCache(string key)
        => _fusion.GetOrSetAsync<TValue?>(key, static (_, _) => Task.FromException<TValue?>(Missed()), _lifetime).Result;

    private static InvalidOperationException Missed() => new("The cache lost an entry. The benchmark would measure a miss.");

    // HybridCache copies a value unless its type is marked as immutable.
    [ImmutableObject(true)]
    private sealed record Immutable(TValue? Value);
}
