using System.Diagnostics.Metrics;
using Lti.Storage.Caching.Internal;
using Lti.Storage.Conformance.Samples;
using Lti.Storage.InMemory;
using Lti.Storage.Testing;
using Microsoft.Extensions.DependencyInjection;

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
    public async Task Shared_load_counts_as_one_load_and_many_misses()
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
        await using var cached = new CachedStorage(
            new CachingOptions { LaunchConfigCapacity = 3, SessionCacheBytes = 4096, UnknownLaunchCapacity = 3 });
        using var counted = new Counted(cached.Storage.Meter);
        for (var i = 0; i < 10; i++)
        {
            await cached.FindAsync((await cached.RegisterAsync()).Key);
            var (byDefaultKey, _) = await cached.RegisterAsync(LtiDeployment.DefaultDeploymentId);
            await cached.FindAsync(byDefaultKey with { DeploymentId = "not stored" });
            await cached.FindAsync((await cached.LaunchAsync()).Id);
            await cached.FindAsync(Any.LaunchKey());
        }

        var (exact, byDefault, unknown, _) = cached.Storage.Clients!.Launches.Counts;
        Assert.Equal(10 - exact, counted[CachingMetrics.Evictions, CachingMetrics.LaunchCache]);
        Assert.Equal(10 - byDefault, counted[CachingMetrics.Evictions, CachingMetrics.DefaultLaunchCache]);
        Assert.Equal(10 - unknown, counted[CachingMetrics.Evictions, CachingMetrics.UnknownLaunchCache]);
        Assert.Equal(10 - cached.Storage.Sessions!.Counts.Sessions, counted[CachingMetrics.Evictions, CachingMetrics.SessionCache]);
    }

    [Fact]
    public async Task Deleted_and_expired_entries_are_not_counted_as_evictions()
    {
        await using var cached = new CachedStorage();
        using var counted = new Counted(cached.Storage.Meter);
        var (deleted, ended) = (await cached.LaunchAsync(), await cached.LaunchAsync());
        await cached.FindAsync(deleted.Id);
        await cached.FindAsync(ended.Id);

        await cached.Storage.DeleteSessionAsync(deleted.Id, Token);
        cached.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Null(await cached.FindAsync(ended.Id));

        Assert.Equal((0, 0), cached.Storage.Sessions!.Counts);
        Assert.Equal(0, counted[CachingMetrics.Evictions, CachingMetrics.SessionCache]);
    }

    [Fact]
    public async Task Invalidations_are_counted_by_their_source()
    {
        var hub = new InvalidationHub();
        await using var cached = new CachedStorage(invalidation: hub);
        using var counted = new Counted(cached.Storage.Meter);
        var (_, config) = await cached.RegisterAsync();
        var session = await cached.LaunchAsync();

        await cached.Storage.EnsureDeploymentAsync(config.ClientKey, "2", cancellationToken: Token);
        await cached.Storage.SaveConfigAsync(Any.LaunchKey(), Any.Endpoints, Token);
        await cached.Storage.RenewSessionAsync(session.Id, cancellationToken: Token);
        await cached.Storage.DeleteSessionAsync(session.Id, Token);
        await cached.Storage.DeleteSessionsAsync(new SessionFilter { Issuer = Any.Issuer() }, Token);
        hub.ClientChanged(config.ClientKey);
        hub.SessionDeleted(session.Id);
        hub.EverythingChanged();

        Assert.Equal(2, counted.Invalidations(CachingMetrics.LaunchCache, CachingMetrics.ChangeSource));
        Assert.Equal(3, counted.Invalidations(CachingMetrics.SessionCache, CachingMetrics.ChangeSource));
        Assert.Equal(2, counted.Invalidations(CachingMetrics.LaunchCache, CachingMetrics.ReportSource));
        Assert.Equal(2, counted.Invalidations(CachingMetrics.SessionCache, CachingMetrics.ReportSource));
    }

    [Fact]
    public async Task Added_sessions_are_not_counted_as_invalidations()
    {
        await using var cached = new CachedStorage();
        using var counted = new Counted(cached.Storage.Meter);
        var nonce = Any.Nonce();
        await cached.Storage.StoreNonceAsync(nonce, cancellationToken: Token);

        await cached.Storage.AddSessionAsync(Any.Session(), cancellationToken: Token);
        await cached.Storage.CompleteLaunchAsync(nonce, Any.Session(), cancellationToken: Token);

        Assert.Equal(0, counted.Invalidations(CachingMetrics.SessionCache, CachingMetrics.ChangeSource));
    }

    [Fact]
    public async Task Changes_that_never_happened_are_not_counted_as_invalidations()
    {
        await using var cached = new CachedStorage();
        using var counted = new Counted(cached.Storage.Meter);
        var (_, config) = await cached.RegisterAsync();
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<ArgumentException>(
            () => cached.Storage.UpdateClientAsync(config.ClientKey, new ClientUpdate { Name = "" }, Token).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => cached.Storage.DeleteClientAsync(config.ClientKey, cancelled).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => cached.Storage.DeleteSessionAsync(Guid.NewGuid(), cancelled).AsTask());
        cached.Inner.BeginOutage(new LtiStorageUnavailableException("The database is down.", LtiWorkOutcome.NotApplied));
        await Assert.ThrowsAsync<LtiStorageUnavailableException>(
            () => cached.Storage.DeleteClientAsync(config.ClientKey, Token).AsTask());
        await Assert.ThrowsAsync<LtiStorageUnavailableException>(
            () => cached.Storage.RenewSessionAsync(Guid.NewGuid(), cancellationToken: Token).AsTask());
        await Assert.ThrowsAsync<LtiStorageUnavailableException>(
            () => cached.Storage.DeleteSessionsAsync(new SessionFilter { Issuer = "lms" }, Token).AsTask());

        Assert.Equal(0, counted.Invalidations(CachingMetrics.LaunchCache, CachingMetrics.ChangeSource));
        Assert.Equal(0, counted.Invalidations(CachingMetrics.SessionCache, CachingMetrics.ChangeSource));
    }

    [Fact]
    public async Task Meter_is_named_as_the_package_and_is_disposed_with_the_cache()
    {
        var cached = new CachedStorage();
        using var counted = new Counted(cached.Storage.Meter);
        Assert.Equal("Lti.Storage.Caching", cached.Storage.Meter.Name);
        Assert.Equal(0, counted.Ended);

        await cached.DisposeAsync();

        Assert.Equal(6, counted.Ended);
    }

    [Fact, CacheRule("H1")]
    public async Task Caches_with_one_meter_factory_share_its_meter()
    {
        using var meters = new OneMeterFactory();
        var one = CachingLtiStorage.Around(new InMemoryLtiStorage(), options: null, invalidation: null, time: null, meters);
        await using var other = CachingLtiStorage.Around(new InMemoryLtiStorage(), options: null, invalidation: null, time: null, meters);
        using var counted = new Counted(one.Meter);
        await one.FindSessionAsync(Guid.NewGuid(), Token);
        await other.FindSessionAsync(Guid.NewGuid(), Token);
        Assert.Equal(2, counted[CachingMetrics.Misses, CachingMetrics.SessionCache]);

        await one.DisposeAsync();
        await other.FindSessionAsync(Guid.NewGuid(), Token);

        Assert.Equal(3, counted[CachingMetrics.Misses, CachingMetrics.SessionCache]);
        Assert.Equal(0, counted.Ended);
    }

    [Fact, CacheRule("H1")]
    public async Task Caches_of_two_containers_count_separately()
    {
        await using var one = Container();
        await using var other = Container();
        using var counted = new Counted(((CachingLtiStorage)one.GetRequiredService<ILtiStorage>()).Meter);

        await one.GetRequiredService<ILtiStorage>().FindSessionAsync(Guid.NewGuid(), Token);
        await other.GetRequiredService<ILtiStorage>().FindSessionAsync(Guid.NewGuid(), Token);

        Assert.Equal(1, counted[CachingMetrics.Misses, CachingMetrics.SessionCache]);

        static ServiceProvider Container()
        {
            var services = new ServiceCollection().AddMetrics();
            services.AddLtiStorage().UseInMemory().WithCaching();
            return services.BuildServiceProvider();
        }
    }

    /// <summary>Returns one meter for every request, as a container's factory does for one name.</summary>
    private sealed class OneMeterFactory : IMeterFactory
    {
        private Meter? _meter;

        public Meter Create(MeterOptions options) => _meter ??= new Meter(options);

        public void Dispose() => _meter?.Dispose();
    }
}
