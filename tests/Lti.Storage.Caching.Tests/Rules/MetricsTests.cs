using Lti.Storage.Conformance.Faults;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Caching.Tests.Rules;

[CacheRule("H7")]
public sealed class MetricsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hits_misses_and_loads_are_counted_for_each_cache()
    {
        await using var cached = new CachedStorage();
        using var counted = new Counted(cached.Storage.Meter);
        var (known, _) = await cached.RegisterAsync();
        var (byDefault, _) = await cached.RegisterAsync(LtiDeployment.DefaultDeploymentId);
        var session = await cached.LaunchAsync();
        byDefault = byDefault with { DeploymentId = "not stored" };
        var unknown = Any.LaunchKey();

        for (var i = 0; i < 4; i++)
        {
            await cached.FindAsync(known);
            await cached.FindAsync(byDefault);
            await cached.FindAsync(unknown);
            await cached.FindAsync(session.Id);
        }

        Assert.Equal(3, counted[CachingMetrics.Hits, CachingMetrics.LaunchCache]);
        Assert.Equal(3, counted[CachingMetrics.Hits, CachingMetrics.DefaultLaunchCache]);
        Assert.Equal(3, counted[CachingMetrics.Hits, CachingMetrics.UnknownLaunchCache]);
        Assert.Equal(3, counted[CachingMetrics.Hits, CachingMetrics.SessionCache]);
        Assert.Equal(3, counted[CachingMetrics.Misses, CachingMetrics.LaunchCache]);
        Assert.Equal(1, counted[CachingMetrics.Misses, CachingMetrics.SessionCache]);
        Assert.Equal(3, counted[CachingMetrics.Loads, CachingMetrics.LaunchCache]);
        Assert.Equal(1, counted[CachingMetrics.Loads, CachingMetrics.SessionCache]);
    }

    [Fact]
    public async Task A_load_that_many_wait_for_is_one_load_and_many_misses()
    {
        await using var cached = new CachedStorage();
        using var counted = new Counted(cached.Storage.Meter);
        var session = await cached.LaunchAsync();
        var held = cached.Inner.Hold(CachedStorage.SessionFinds, FaultMoment.Before);

        var finds = Enumerable.Range(0, 10).Select(_ => cached.FindAsync(session.Id)).ToList();
        held.Release();
        await Task.WhenAll(finds);

        Assert.Equal(10, counted[CachingMetrics.Misses, CachingMetrics.SessionCache]);
        Assert.Equal(1, counted[CachingMetrics.Loads, CachingMetrics.SessionCache]);
    }

    [Fact]
    public async Task Evictions_are_counted()
    {
        await using var cached = new CachedStorage(new CachingOptions { LaunchConfigCapacity = 3, SessionCapacity = 3, UnknownLaunchCapacity = 3 });
        using var counted = new Counted(cached.Storage.Meter);
        for (var i = 0; i < 10; i++)
        {
            await cached.FindAsync((await cached.RegisterAsync()).Key);
            await cached.FindAsync((await cached.RegisterAsync(LtiDeployment.DefaultDeploymentId)).Key with { DeploymentId = "not stored" });
            await cached.FindAsync((await cached.LaunchAsync()).Id);
            await cached.FindAsync(Any.LaunchKey());
        }

        counted.Observe();

        var (exact, byDefault, unknown, _) = cached.Storage.Launches!.Counts;
        Assert.Equal(10 - exact, counted[CachingMetrics.Evictions, CachingMetrics.LaunchCache]);
        Assert.Equal(10 - byDefault, counted[CachingMetrics.Evictions, CachingMetrics.DefaultLaunchCache]);
        Assert.Equal(10 - unknown, counted[CachingMetrics.Evictions, CachingMetrics.UnknownLaunchCache]);
        Assert.Equal(10 - cached.Storage.Sessions!.Counts.Sessions, counted[CachingMetrics.Evictions, CachingMetrics.SessionCache]);
    }

    [Fact]
    public async Task Invalidations_are_counted_by_changes_here_and_by_reports()
    {
        var hub = new InvalidationHub();
        await using var cached = new CachedStorage(invalidation: hub);
        using var counted = new Counted(cached.Storage.Meter);
        var (_, config) = await cached.RegisterAsync();
        var session = await cached.LaunchAsync();

        await cached.Storage.EnsureDeploymentAsync(config.LtiClientId, "2", Token);
        await cached.Storage.RenewSessionAsync(session.Id, cancellationToken: Token);
        hub.ClientChanged(config.LtiClientId);
        hub.SessionDeleted(session.Id);
        hub.EverythingChanged();

        Assert.Equal(3, counted[CachingMetrics.Invalidations, CachingMetrics.LaunchCache]);
        Assert.Equal(3, counted[CachingMetrics.Invalidations, CachingMetrics.SessionCache]);
    }

    [Fact]
    public async Task The_meter_is_named_as_the_package_and_ends_with_the_cache()
    {
        var cached = new CachedStorage();
        using var counted = new Counted(cached.Storage.Meter);
        var session = await cached.LaunchAsync();
        Assert.Equal("Lti.Storage.Caching", cached.Storage.Meter.Name);

        await cached.DisposeAsync();
        await cached.FindAsync(session.Id);

        Assert.Equal(0, counted[CachingMetrics.Misses, CachingMetrics.SessionCache]);
    }
}
