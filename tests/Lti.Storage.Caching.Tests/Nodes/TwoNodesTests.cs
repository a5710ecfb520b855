using Lti.Storage.Caching.Internal;
using Lti.Storage.Conformance.Samples;
using Lti.Storage.InMemory;
using Lti.Storage.Testing;

namespace Lti.Storage.Caching.Tests.Nodes;

/// <summary>Two caches of the same data see each other's changes by reports.</summary>
public sealed class TwoNodesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Change_on_one_node_shows_on_the_other()
    {
        await using var nodes = new TwoNodes();
        var (one, other) = (nodes.One, nodes.Other);
        var key = Any.LaunchKey();
        var unknown = key with { DeploymentId = "2" };
        var config = await one.SaveConfigAsync(key, Any.Endpoints, Token);
        var session = Any.Session();
        await one.AddSessionAsync(session, cancellationToken: Token);
        Assert.Equal(config, await other.FindLaunchConfigAsync(key, Token));
        Assert.Null(await other.FindLaunchConfigAsync(unknown, Token));
        Assert.Equal(session, await other.FindSessionAsync(session.Id, Token));

        await one.UpdateClientAsync(config.ClientKey, new ClientUpdate { JwksUrl = "https://new.example/" }, Token);
        Assert.Equal("https://new.example/", (await other.FindLaunchConfigAsync(key, Token))!.Endpoints.JwksUrl);

        await one.EnsureDeploymentAsync(config.ClientKey, "2", cancellationToken: Token);
        Assert.NotNull(await other.FindLaunchConfigAsync(unknown, Token));

        await one.DeleteSessionAsync(session.Id, Token);
        Assert.Null(await other.FindSessionAsync(session.Id, Token));

        await one.DeleteClientAsync(config.ClientKey, Token);
        Assert.Null(await other.FindLaunchConfigAsync(key, Token));
    }

    [Fact]
    public async Task Unknown_launch_is_found_after_another_node_reports_its_client()
    {
        await using var nodes = new TwoNodes();
        var key = Any.LaunchKey();
        Assert.Null(await nodes.Other.FindLaunchConfigAsync(key, Token));

        var config = await nodes.One.SaveConfigAsync(key, Any.Endpoints, Token);

        Assert.Equal(config, await nodes.Other.FindLaunchConfigAsync(key, Token));
    }

    [Fact]
    public async Task Report_that_everything_changed_drops_every_entry()
    {
        await using var nodes = new TwoNodes();
        var key = Any.LaunchKey();
        var config = await nodes.Memory.SaveConfigAsync(key, Any.Endpoints, Token);
        var session = Any.Session();
        await nodes.Memory.AddSessionAsync(session, cancellationToken: Token);
        await nodes.One.FindLaunchConfigAsync(key, Token);
        await nodes.One.FindSessionAsync(session.Id, Token);
        await nodes.Memory.DeleteClientAsync(config.ClientKey, Token);
        await nodes.Memory.DeleteSessionAsync(session.Id, Token);
        Assert.NotNull(await nodes.One.FindLaunchConfigAsync(key, Token));
        Assert.NotNull(await nodes.One.FindSessionAsync(session.Id, Token));

        nodes.Hub.Become(InvalidationState.Reconnecting);
        nodes.Hub.Become(InvalidationState.Listening);

        Assert.Null(await nodes.One.FindLaunchConfigAsync(key, Token));
        Assert.Null(await nodes.One.FindSessionAsync(session.Id, Token));
    }

    [Fact]
    public async Task Load_that_began_before_a_report_is_never_cached()
    {
        var hub = new InvalidationHub();
        await using var cached = new CachedStorage(invalidation: hub);
        var (key, config) = await cached.RegisterAsync();
        var session = await cached.LaunchAsync();
        Action[] reports = [() => hub.ClientChanged(config.ClientKey), () => hub.SessionDeleted(session.Id), hub.EverythingChanged];
        foreach (var report in reports)
        {
            hub.EverythingChanged();
            var launchHeld = cached.Inner.Hold(CachedStorage.Finds, FaultMoment.After);
            var sessionHeld = cached.Inner.Hold(CachedStorage.SessionFinds, FaultMoment.After);
            var (launch, found) = (cached.FindAsync(key), cached.FindAsync(session.Id));
            Assert.False(launch.IsCompleted || found.IsCompleted, "The find was answered from the cache.");
            var (finds, sessionFinds) = (cached.Inner.CallsOf(CachedStorage.Finds), cached.Inner.CallsOf(CachedStorage.SessionFinds));

            report();
            launchHeld.Release();
            sessionHeld.Release();
            await launch;
            await found;
            await cached.FindAsync(key);
            await cached.FindAsync(session.Id);

            Assert.Equal(report == reports[1] ? 0 : 1, cached.Inner.CallsOf(CachedStorage.Finds) - finds);
            Assert.Equal(report == reports[0] ? 0 : 1, cached.Inner.CallsOf(CachedStorage.SessionFinds) - sessionFinds);
        }
    }

    [Fact]
    public async Task Given_source_takes_precedence_over_the_source_of_the_storage()
    {
        var (own, given) = (new InvalidationHub(), new InvalidationHub());
        await using var memory = new InMemoryLtiStorage();
        var announcing = new AnnouncingStorage(memory, own);

        Assert.Same(announcing, new FaultyStorage(announcing).GetService<IInvalidationSource>());
        Assert.Same(announcing, new FaultyStorage(announcing).WithCaching().GetService<IInvalidationSource>());
        Assert.Null(new FaultyStorage(memory).GetService<IInvalidationSource>());

        var cached = announcing.WithCaching(invalidation: given);
        var key = Any.LaunchKey();
        await memory.SaveConfigAsync(key, Any.Endpoints, Token);
        await cached.FindLaunchConfigAsync(key, Token);
        await memory.SaveConfigAsync(key, Any.OtherEndpoints, Token);
        own.EverythingChanged();
        Assert.Equal(Any.Endpoints, (await cached.FindLaunchConfigAsync(key, Token))!.Endpoints);
        given.EverythingChanged();
        Assert.Equal(Any.OtherEndpoints, (await cached.FindLaunchConfigAsync(key, Token))!.Endpoints);
    }

    [Fact]
    public async Task Disposed_cache_ends_its_subscription()
    {
        var source = new WatchedSource();
        var cached = new CachedStorage(invalidation: source);
        Assert.Equal(1, source.Subscribed);

        await cached.DisposeAsync();

        Assert.Equal(0, source.Subscribed);
    }

    /// <summary>Counts its subscriptions.</summary>
    private sealed class WatchedSource : IInvalidationSource, IDisposable
    {
        public int Subscribed { get; private set; }

        public InvalidationState State => InvalidationState.Listening;

        public IDisposable Subscribe(IInvalidationListener listener)
        {
            Subscribed++;
            return this;
        }

        public void Dispose() => Subscribed--;
    }

    /// <summary>Two caches around one storage that reports its changes.</summary>
    private sealed class TwoNodes : IAsyncDisposable
    {
        public TwoNodes()
        {
            var shared = new AnnouncingStorage(Memory, Hub);
            One = (CachingLtiStorage)shared.WithCaching();
            Other = (CachingLtiStorage)shared.WithCaching();
        }

        public InvalidationHub Hub { get; } = new();

        public InMemoryLtiStorage Memory { get; } = new();

        public CachingLtiStorage One { get; }

        public CachingLtiStorage Other { get; }

        public async ValueTask DisposeAsync()
        {
            await One.DisposeAsync();
            await Other.DisposeAsync();
        }
    }
}
