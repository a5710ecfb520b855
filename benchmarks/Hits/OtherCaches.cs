using System.ComponentModel;
using BitFaster.Caching.Lru;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using ZiggyCreatures.Caching.Fusion;

namespace Lti.Storage.Benchmarks;

/// <summary>Other caches, filled with the same values under the keys that each of them needs: one of its own type, an object, or one string.</summary>
internal sealed class OtherCaches<TKey, TValue>
    where TKey : notnull
    where TValue : class
{
    public const int Capacity = 1000;
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(15);
    private static readonly HybridCacheEntryOptions _hybridOptions = new() { Expiration = _lifetime };

    private readonly ConcurrentLru<TKey, TValue?> _lru = new(Capacity);
    private readonly ConcurrentTLru<TKey, TValue?> _expiring = new(Capacity, _lifetime);
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
        _lru.AddOrUpdate(key, value);
        _expiring.AddOrUpdate(key, value);
        _memory.Set(keyObject, value, _lifetime);
        await _fusion.SetAsync(text, value, _lifetime);
        await _hybrid.SetAsync(text, new Immutable(value), _hybridOptions);
    }

    public bool TryGet(TKey key, out TValue? value) => _lru.TryGet(key, out value);

    public bool TryGetExpiring(TKey key, out TValue? value) => _expiring.TryGet(key, out value);

    public bool MemoryCache(object key, out TValue? value) => _memory.TryGetValue(key, out value);

    public TValue? HybridCache(string key) => _hybrid.GetOrCreateAsync(key, static _ => Missed<Immutable>(), _hybridOptions).Result.Value;

    public TValue? FusionCache(string key) => _fusion.GetOrSetAsync<TValue?>(key, static (_, _) => Missed<TValue?>().AsTask(), _lifetime).Result;

    private static ValueTask<T> Missed<T>()
        => throw new InvalidOperationException("A cache does not have what it was given, so its time would be that of a miss.");

    /// <summary>Spares HybridCache the copy that it makes of what it does not know to be immutable.</summary>
    [ImmutableObject(true)]
    private sealed record Immutable(TValue? Value);
}
