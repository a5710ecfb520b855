using Lti.Storage.Conformance.Samples;
using Lti.Storage.Testing;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>Entries expire by the <see cref="TimeProvider"/>, at an absolute time that is kept with each.</summary>
[CacheRule("H6")]
public sealed class ExpiryTests
{
    private static readonly TimeSpan _tick = TimeSpan.FromTicks(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Launch_is_cached_for_its_lifetime()
    {
        await using var cached = new CachedStorage();
        var (key, config) = await cached.RegisterAsync();
        await cached.FindAsync(key);
        await cached.Memory.DeleteClientAsync(config.ClientKey, Token);

        cached.Clock.Advance(TimeSpan.FromMinutes(15) - _tick);
        await cached.AssertHitAsync(key, config);
        cached.Clock.Advance(_tick);
        Assert.Null(await cached.FindAsync(key));
    }

    [Fact]
    public async Task Unknown_launch_is_cached_for_its_own_short_lifetime()
    {
        await using var cached = new CachedStorage();
        var key = Any.LaunchKey();
        await cached.FindAsync(key);
        await cached.Memory.SaveConfigAsync(key, Any.Endpoints, Token);

        cached.Clock.Advance(TimeSpan.FromSeconds(10) - _tick);
        await cached.AssertHitAsync(key, expected: null);
        cached.Clock.Advance(_tick);
        Assert.NotNull(await cached.FindAsync(key));
    }

    [Fact]
    public async Task Session_is_cached_for_its_lifetime_in_the_cache()
    {
        await using var cached = new CachedStorage();
        var session = await cached.LaunchAsync();
        await cached.FindAsync(session.Id);
        await cached.Memory.DeleteSessionAsync(session.Id, Token);

        cached.Clock.Advance(TimeSpan.FromMinutes(5) - _tick);
        Assert.Equal(session, await cached.FindAsync(session.Id));
        cached.Clock.Advance(_tick);
        Assert.Null(await cached.FindAsync(session.Id));
    }

    [Fact]
    public async Task Session_is_not_cached_past_its_own_expiry()
    {
        await using var cached = new CachedStorage();
        var lifetime = TimeSpan.FromMinutes(1);
        var expiresAt = cached.Clock.GetUtcNow() + lifetime;
        var session = await cached.LaunchAsync(lifetime);
        Assert.Equal(expiresAt, (await cached.FindAsync(session.Id))!.ExpiresAt);

        cached.Clock.Advance(lifetime - _tick);
        Assert.Equal(expiresAt, (await cached.FindAsync(session.Id))!.ExpiresAt);
        Assert.Equal(1, cached.Inner.CallsOf(CachedStorage.SessionFinds));

        cached.Clock.Advance(_tick);
        Assert.Null(await cached.FindAsync(session.Id));
        Assert.Equal(0, cached.Storage.Sessions!.Counts.Sessions);
    }

    [Fact]
    public async Task Lifetime_counts_from_before_the_read()
    {
        await using var cached = new CachedStorage();
        var (key, config) = await cached.RegisterAsync();
        var held = cached.Inner.Hold(CachedStorage.Finds, FaultMoment.After);
        var find = cached.FindAsync(key);
        await held.Reached;
        cached.Clock.Advance(TimeSpan.FromSeconds(20));
        held.Release();
        await find;
        await cached.Memory.DeleteClientAsync(config.ClientKey, Token);

        cached.Clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(20));

        Assert.Null(await cached.FindAsync(key));
    }

    [Fact]
    public async Task Jitter_shortens_each_lifetime_by_at_most_its_fraction()
    {
        const int Launches = 200;
        await using var cached = new CachedStorage(new CachingOptions { Jitter = 0.5 });
        List<LaunchKey> keys = [];
        for (var i = 0; i < Launches; i++)
        {
            keys.Add((await cached.RegisterAsync()).Key);
            await cached.FindAsync(keys[i]);
        }

        cached.Clock.Advance((TimeSpan.FromMinutes(15) / 2) - _tick);
        Assert.Equal(0, await LoadsAsync());
        cached.Clock.Advance(TimeSpan.FromMinutes(15) / 4);

        // Half of them on average. All or none happens once in 2^200 runs.
        Assert.InRange(await LoadsAsync(), 1, Launches - 1);

        async Task<int> LoadsAsync()
        {
            var calls = cached.Inner.CallsOf(CachedStorage.Finds);
            foreach (var key in keys)
            {
                await cached.FindAsync(key);
            }

            return cached.Inner.CallsOf(CachedStorage.Finds) - calls;
        }
    }

    [Fact]
    public async Task Session_without_an_expiry_is_not_cached()
    {
        var session = Any.Session();
        await using var storage = new TimelessStorage(session).WithCaching();

        Assert.Same(session, await storage.FindSessionAsync(session.Id, Token));
        Assert.Equal(0, ((Lti.Storage.Caching.Internal.CachingLtiStorage)storage).Sessions!.Counts.Sessions);
    }

    /// <summary>A storage whose sessions have no expiry.</summary>
    private sealed class TimelessStorage(LtiSession session) : DelegatingLtiStorage(new InMemory.InMemoryLtiStorage())
    {
        public override ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default) => new(session);
    }
}
