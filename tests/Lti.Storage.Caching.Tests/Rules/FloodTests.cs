using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>Keys that anyone can make up evict no known entry.</summary>
[CacheRule("H5")]
public sealed class FloodTests
{
    private const int Flood = 1_000_000;
    private const int Hot = 1000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Million_unknown_launches_evict_no_known_launch()
        => await FloodAsync(i => new LaunchKey("https://unknown.example", "client", $"{i}"));

    [Fact]
    public async Task Million_unknown_deployments_that_default_answers_evict_no_known_launch()
    {
        await using var cached = new CachedStorage();
        var (known, _) = await cached.RegisterAsync(LtiDeployment.DefaultDeploymentId);
        await FloodAsync(i => known with { DeploymentId = $"{i}" }, cached);
    }

    [Fact]
    public async Task Million_unknown_sessions_evict_no_known_session_and_are_not_cached()
    {
        await using var cached = new CachedStorage();
        List<Guid> hot = [];
        for (var i = 0; i < Hot / 2; i++)
        {
            hot.Add((await cached.LaunchAsync()).Id);
            await cached.FindAsync(hot[i]);
        }

        for (var i = 0; i < Flood; i++)
        {
            await cached.Storage.FindSessionAsync(Guid.NewGuid(), Token);
        }

        var calls = cached.Inner.CallsOf(CachedStorage.SessionFinds);
        foreach (var id in hot)
        {
            Assert.NotNull(await cached.FindAsync(id));
        }

        Assert.Equal(calls, cached.Inner.CallsOf(CachedStorage.SessionFinds));
        Assert.Equal((hot.Count, 0), cached.Storage.Sessions!.Counts);
    }

    private static async Task FloodAsync(Func<int, LaunchKey> key)
    {
        await using var cached = new CachedStorage();
        await FloodAsync(key, cached);
    }

    [Fact]
    public async Task Each_cache_is_bounded_by_its_own_option()
    {
        await using var cached = new CachedStorage(
            new CachingOptions { LaunchConfigCapacity = 5, UnknownLaunchCapacity = 25, SessionCacheBytes = 125_000 });
        for (var i = 0; i < 200; i++)
        {
            await cached.FindAsync((await cached.RegisterAsync()).Key);
            var (byDefaultKey, _) = await cached.RegisterAsync(LtiDeployment.DefaultDeploymentId);
            await cached.FindAsync(byDefaultKey with { DeploymentId = "not stored" });
            await cached.FindAsync(Any.LaunchKey());
            await cached.FindAsync((await cached.LaunchAsync()).Id);
        }

        var (exact, byDefault, unknown, _) = cached.Storage.Clients!.Launches.Counts;
        Assert.InRange(exact, 1, 5);
        Assert.InRange(byDefault, 1, 5);
        Assert.InRange(unknown, 6, 25);
        Assert.InRange(cached.Storage.Sessions!.Counts.Sessions, 26, 125);
        Assert.InRange(cached.Storage.Sessions.Bytes, 1, 125_000);
    }

    private static async Task FloodAsync(Func<int, LaunchKey> key, CachedStorage cached)
    {
        List<LaunchKey> hot = [];
        for (var i = 0; i < Hot / 2; i++)
        {
            hot.Add((await cached.RegisterAsync()).Key);
            await cached.FindAsync(hot[i]);
        }

        for (var i = 0; i < Flood; i++)
        {
            await cached.Storage.FindLaunchConfigAsync(key(i), Token);
        }

        var calls = cached.Inner.CallsOf(CachedStorage.Finds);
        foreach (var each in hot)
        {
            Assert.NotNull(await cached.FindAsync(each));
        }

        Assert.Equal(calls, cached.Inner.CallsOf(CachedStorage.Finds));

        // The entries of the flood are bounded.
        var counts = cached.Storage.Clients!.Launches.Counts;
        Assert.InRange(counts.ThroughDefault, 0, Hot);
        Assert.InRange(counts.Refused, 0, new CachingOptions().UnknownLaunchCapacity);
    }
}
