using Lti.Storage.Caching.Tests.Changes;
using Lti.Storage.Caching.Tests.Nodes;
using Lti.Storage.Conformance.Samples;
using Lti.Storage.InMemory;
using Lti.Storage.Testing;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>The rules of the cache hold for each find about clients.</summary>
public sealed class ClientFindTests
{
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan _longestRefusal = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, CacheRule("H2")]
    [MemberData(nameof(ClientFinds.Names), MemberType = typeof(ClientFinds))]
    public async Task Concurrent_misses_are_one_read(string asked)
    {
        var find = ClientFinds.Of(asked);
        await using var cached = new CachedStorage();
        var (key, _) = await cached.RegisterAsync();
        var held = cached.Inner.Hold(find.Operation, FaultMoment.Before);

        var finds = Enumerable.Range(0, 64).Select(_ => find.AskAsync(cached.Storage, key)).ToList();
        held.Release();

        var expected = await find.AskAsync(cached.Memory, key);
        Assert.All(await Task.WhenAll(finds), found => Assert.Equal(expected, found));
        Assert.Equal(1, cached.Inner.CallsOf(find.Operation));
        cached.AssertNoLeftovers();
    }

    [Theory, CacheRule("H2")]
    [MemberData(nameof(ClientFinds.Names), MemberType = typeof(ClientFinds))]
    public async Task Error_is_not_cached_and_cached_answers_last_through_an_outage(string asked)
    {
        var find = ClientFinds.Of(asked);
        await using var cached = new CachedStorage();
        var ((key, _), (other, _)) = (await cached.RegisterAsync(), await cached.RegisterAsync());
        var expected = await find.AskAsync(cached.Storage, key);
        cached.Inner.BeginOutage(new LtiStorageUnavailableException("The database is down.", LtiWorkOutcome.NotApplied));

        await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => find.AskAsync(cached.Storage, other));
        await cached.AssertHitAsync(find, key, expected);

        cached.Inner.EndOutage();
        await cached.AssertFreshAsync(find, other);
    }

    [Theory, CacheRule("H6")]
    [MemberData(nameof(ClientFinds.Names), MemberType = typeof(ClientFinds))]
    public async Task Answer_is_used_until_its_lifetime_ends_and_not_at_its_end(string asked)
    {
        var find = ClientFinds.Of(asked);
        foreach (var (isEnabled, lifetime) in new[] { (true, _longest), (false, _longestRefusal) })
        {
            await using var cached = new CachedStorage();
            var (key, config) = await cached.RegisterAsync();
            await cached.Memory.UpdateClientAsync(config.ClientKey, new ClientUpdate { IsEnabled = isEnabled }, Token);
            var old = await find.AskAsync(cached.Storage, key);
            await cached.Memory.UpdateClientAsync(config.ClientKey, new ClientUpdate { IsEnabled = !isEnabled }, Token);

            cached.Clock.Advance(lifetime - TimeSpan.FromTicks(1));
            await cached.AssertHitAsync(find, key, old);
            cached.Clock.Advance(TimeSpan.FromTicks(1));
            await cached.AssertFreshAsync(find, key);
        }
    }

    [Theory, CacheRule("H6")]
    [MemberData(nameof(ClientFinds.Names), MemberType = typeof(ClientFinds))]
    public async Task Unknown_answer_is_used_for_ten_seconds(string asked)
    {
        var find = ClientFinds.Of(asked);
        await using var cached = new CachedStorage();
        var key = Any.LaunchKey();
        var unknown = await find.AskAsync(cached.Storage, key);
        await cached.Memory.SaveConfigAsync(key, Any.Endpoints, Token);

        cached.Clock.Advance(_longestRefusal - TimeSpan.FromTicks(1));
        await cached.AssertHitAsync(find, key, unknown);
        cached.Clock.Advance(TimeSpan.FromTicks(1));
        await cached.AssertFreshAsync(find, key);
    }

    [Theory, CacheRule("H3", "H4")]
    [MemberData(nameof(LaunchChanges.Pairs), MemberType = typeof(LaunchChanges))]
    public async Task Change_elsewhere_shows_when_it_is_reported(string name, string asked)
    {
        var hub = new InvalidationHub();
        var find = ClientFinds.Of(asked);
        await using var cached = new CachedStorage(invalidation: hub);
        var (key, change) = await LaunchChanges.Of(name).ArrangeAsync(cached);
        await cached.AssertHitAsync(find, key, await find.AskAsync(cached.Storage, key));

        await change(new AnnouncingStorage(cached.Memory, hub));

        await cached.AssertFreshAsync(find, key);
    }

    [Theory, CacheRule("H3", "H4")]
    [MemberData(nameof(LaunchChanges.Pairs), MemberType = typeof(LaunchChanges))]
    public async Task Change_elsewhere_shows_when_everything_is_reported(string name, string asked)
    {
        var hub = new InvalidationHub();
        var find = ClientFinds.Of(asked);
        await using var cached = new CachedStorage(invalidation: hub);
        var (key, change) = await LaunchChanges.Of(name).ArrangeAsync(cached);
        await find.AskAsync(cached.Storage, key);

        await change(cached.Memory);
        hub.EverythingChanged();

        var counts = (cached.Storage.Clients!.Launches.Counts, cached.Storage.Clients.Clients.Counts, cached.Storage.Clients.Lists.Counts);
        Assert.Equal(((0, 0, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0)), counts);
        await cached.AssertFreshAsync(find, key);
    }

    [Theory, CacheRule("H4")]
    [InlineData("launch")]
    [InlineData("client")]
    public async Task Changes_of_a_client_leave_almost_all_other_clients_cached(string asked)
    {
        const int Clients = 500;
        var find = ClientFinds.Of(asked);
        await using var cached = new CachedStorage();
        List<LaunchKey> keys = [];
        for (var i = 0; i < Clients; i++)
        {
            keys.Add((await cached.RegisterAsync()).Key);
            await find.AskAsync(cached.Storage, keys[i]);
        }

        var (_, changed) = await cached.RegisterAsync();
        for (var i = 0; i < 100; i++)
        {
            await cached.Storage.UpdateClientAsync(changed.ClientKey, new ClientUpdate { Name = $"Name {i}" }, Token);
        }

        foreach (var key in keys)
        {
            await find.AskAsync(cached.Storage, key);
        }

        // Clients share slots: a client in the same slot is read once more.
        Assert.InRange(cached.Inner.CallsOf(find.Operation), Clients, Clients + 10);
    }

    [Fact, CacheRule("H4")]
    public async Task Client_saved_at_each_launch_leaves_the_lists_of_other_issuers_cached()
    {
        // The large capacity gives each client of this test its own slots.
        await using var cached = new CachedStorage(new CachingOptions { LaunchConfigCapacity = 100_000, Jitter = 0 });
        var ((saved, _), (other, _)) = (await cached.RegisterAsync(), await cached.RegisterAsync());
        foreach (var find in ClientFinds.All)
        {
            await find.AskAsync(cached.Storage, other);
        }

        await cached.Storage.SaveConfigAsync(saved, Any.OtherEndpoints, Token);

        foreach (var find in ClientFinds.All)
        {
            await cached.AssertHitAsync(find, other, await find.AskAsync(cached.Memory, other));
        }
    }

    [Theory, CacheRule("H5")]
    [InlineData("unknown client id", "launch")]
    [InlineData("unknown client id", "client")]
    [InlineData("unknown issuer", "client")]
    [InlineData("unknown issuer", "clients of the issuer")]
    [InlineData("unknown deployment", "clients with the deployment")]
    [InlineData("deployment of a disabled client", "launch")]
    public async Task Flood_evicts_no_known_entry_and_is_bounded(string flood, string asked)
    {
        const int Hot = 500;
        var options = new CachingOptions();
        var find = ClientFinds.Of(asked);
        await using var cached = new CachedStorage();
        var (known, _) = await cached.RegisterAsync();
        var (disabled, config) = await cached.RegisterAsync(LtiDeployment.DefaultDeploymentId);
        await cached.Memory.UpdateClientAsync(config.ClientKey, new ClientUpdate { IsEnabled = false }, Token);
        List<LaunchKey> hot = [];
        for (var i = 0; i < Hot; i++)
        {
            hot.Add((await cached.RegisterAsync()).Key);
            await find.AskAsync(cached.Storage, hot[i]);
        }

        for (var i = 0; i < 20_000; i++)
        {
            await find.AskAsync(cached.Storage, flood switch
            {
                "unknown client id" => known with { ClientId = $"{i}" },
                "unknown issuer" => known with { Issuer = $"https://{i}.example" },
                "unknown deployment" => known with { DeploymentId = $"{i}" },
                _ => disabled with { DeploymentId = $"{i}" },
            });
        }

        foreach (var key in hot)
        {
            await cached.AssertHitAsync(find, key, await find.AskAsync(cached.Memory, key));
        }

        var caches = cached.Storage.Clients!;
        foreach (var counts in new[] { caches.Launches.Counts, caches.Clients.Counts, caches.Lists.Counts })
        {
            Assert.InRange(counts.Stored, 0, Hot);
            Assert.Equal(0, counts.ThroughDefault);
            Assert.InRange(counts.Refused, 0, options.UnknownLaunchCapacity);
        }
    }

    [Fact, CacheRule("H5")]
    public async Task Lists_weigh_as_their_clients_and_a_list_over_the_bound_is_not_cached()
    {
        await using var cached = new CachedStorage(new CachingOptions { LaunchConfigCapacity = 5, Jitter = 0 });
        var (small, large) = (Any.Issuer(), Any.Issuer());
        for (var i = 0; i < 6; i++)
        {
            await cached.Memory.AddClientAsync(Any.Client(large), Token);
        }

        for (var i = 0; i < 3; i++)
        {
            await cached.Memory.AddClientAsync(Any.Client(small), Token);
        }

        Assert.Equal(6, (await cached.Storage.FindClientsAsync(large, cancellationToken: Token)).Count);
        Assert.Equal((0, 0, 0, 0), cached.Storage.Clients!.Lists.Counts);

        Assert.Equal(3, (await cached.Storage.FindClientsAsync(small, cancellationToken: Token)).Count);
        Assert.Equal((1, 0, 0, 0), cached.Storage.Clients.Lists.Counts);
        var (key, _) = await cached.RegisterAsync();
        var (other, _) = await cached.RegisterAsync();
        await cached.Storage.FindClientsAsync(key.Issuer, cancellationToken: Token);
        await cached.Storage.FindClientsAsync(other.Issuer, cancellationToken: Token);
        Assert.Equal((3, 0, 0, 0), cached.Storage.Clients.Lists.Counts);
        await cached.Storage.FindClientsAsync(other.Issuer, other.DeploymentId, cancellationToken: Token);
        Assert.InRange(cached.Storage.Clients.Lists.Counts.Stored, 2, 3);
    }

    [Fact]
    public async Task Callers_cannot_change_a_cached_list()
    {
        var client = new LtiClient { Id = Any.ClientKey(), Name = "A", Issuer = "i", ClientId = "c", Endpoints = Any.Endpoints };
        await using var storage = new LendingStorage([client]).WithCaching();
        var found = await storage.FindClientsAsync("i", cancellationToken: Token);

        Assert.Throws<NotSupportedException>(() => ((IList<LtiClient>)found)[0] = client with { Name = "Planted" });
        Assert.NotSame(found, LendingStorage.Lent);
        LendingStorage.Lent![0] = client with { Name = "Planted" };

        Assert.Equal([client], await storage.FindClientsAsync("i", cancellationToken: Token));
    }

    [Fact, CacheRule("H7")]
    public async Task Finds_of_clients_are_counted_by_their_kind()
    {
        var hub = new InvalidationHub();
        await using var cached = new CachedStorage(invalidation: hub);
        using var counted = new Counted(cached.Storage.Meter);
        var ((key, config), unknown) = (await cached.RegisterAsync(), Any.LaunchKey());
        for (var i = 0; i < 3; i++)
        {
            foreach (var find in ClientFinds.All)
            {
                await find.AskAsync(cached.Storage, key);
                await find.AskAsync(cached.Storage, unknown);
            }
        }

        hub.ClientChanged(config.ClientKey);
        await cached.Storage.DeleteClientAsync(config.ClientKey, Token);

        Assert.Equal(2, counted[CachingMetrics.Hits, CachingMetrics.ClientCache]);
        Assert.Equal(2, counted[CachingMetrics.Hits, CachingMetrics.UnknownClientCache]);
        Assert.Equal(2, counted[CachingMetrics.Misses, CachingMetrics.ClientCache]);
        Assert.Equal(2, counted[CachingMetrics.Loads, CachingMetrics.ClientCache]);
        Assert.Equal(4, counted[CachingMetrics.Hits, CachingMetrics.ClientListCache]);
        Assert.Equal(4, counted[CachingMetrics.Hits, CachingMetrics.UnknownClientListCache]);
        Assert.Equal(4, counted[CachingMetrics.Misses, CachingMetrics.ClientListCache]);
        Assert.Equal(4, counted[CachingMetrics.Loads, CachingMetrics.ClientListCache]);
        Assert.Equal(1, counted.Invalidations(CachingMetrics.ClientCache, CachingMetrics.ReportSource));
        Assert.Equal(1, counted.Invalidations(CachingMetrics.ClientCache, CachingMetrics.ChangeSource));
    }

    [Theory]
    [MemberData(nameof(ClientFinds.Names), MemberType = typeof(ClientFinds))]
    public async Task Disposed_cache_and_caches_that_are_off_answer_nothing(string asked)
    {
        var find = ClientFinds.Of(asked);
        await using var off = new CachedStorage(new CachingOptions { CacheLaunchConfigs = false, CacheUnknownLaunches = false });
        await using var onlyKnown = new CachedStorage(new CachingOptions { CacheUnknownLaunches = false });
        await using var onlyUnknown = new CachedStorage(new CachingOptions { CacheLaunchConfigs = false });
        await using var disposed = new CachedStorage();
        var unknown = Any.LaunchKey();
        foreach (var (cached, known, refused) in new[] { (off, 3, 3), (onlyKnown, 1, 3), (onlyUnknown, 3, 1), (disposed, 3, 3) })
        {
            var (key, _) = await cached.RegisterAsync();
            if (cached == disposed)
            {
                await cached.Storage.DisposeAsync();
            }

            for (var i = 0; i < 3; i++)
            {
                await find.AskAsync(cached.Storage, key);
            }

            Assert.Equal(known, cached.Inner.CallsOf(find.Operation));
            for (var i = 0; i < 3; i++)
            {
                await find.AskAsync(cached.Storage, unknown);
            }

            Assert.Equal(known + refused, cached.Inner.CallsOf(find.Operation));
        }
    }

    [Fact]
    public async Task Login_with_bad_input_is_rejected_whatever_is_cached()
    {
        await using var cached = new CachedStorage();
        var (key, _) = await cached.RegisterAsync();
        await cached.Storage.ResolveLoginAsync(key.Issuer, key.ClientId, cancellationToken: Token);
        var tooLong = new string('x', 256);

        await RefusedAsync(() => cached.Storage.ResolveLoginAsync(key.Issuer, key.ClientId, tooLong, Token));
        await RefusedAsync(() => cached.Storage.ResolveLoginAsync(key.Issuer, tooLong, cancellationToken: Token));
        await RefusedAsync(() => cached.Storage.ResolveLoginAsync("", key.ClientId, cancellationToken: Token));
        await RefusedAsync(() => cached.Storage.FindClientAsync(null!, key.ClientId, Token));
        await RefusedAsync(() => cached.Storage.FindClientAsync(key.Issuer, null!, Token));
        await RefusedAsync(() => cached.Storage.FindClientsAsync(key.Issuer, "", Token));
        Assert.True((await cached.Storage.ResolveLoginAsync(key.Issuer, "", "", Token)).IsFound);

        static async Task RefusedAsync<T>(Func<ValueTask<T>> call)
            => await Assert.ThrowsAnyAsync<ArgumentException>(async () => await call());
    }

    /// <summary>Hands out a list that it could change.</summary>
    private sealed class LendingStorage(List<LtiClient> clients) : DelegatingLtiStorage(new InMemoryLtiStorage())
    {
        public static List<LtiClient>? Lent { get; private set; }

        public override ValueTask<IReadOnlyList<LtiClient>> FindClientsAsync(
            string issuer, string? deploymentId = null, CancellationToken cancellationToken = default)
        {
            Lent = clients;
            return new(clients);
        }
    }
}
