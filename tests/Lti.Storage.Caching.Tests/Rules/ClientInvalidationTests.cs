using Lti.Storage.Caching.Internal.Launches;
using Lti.Storage.Conformance.Samples;
using Lti.Storage.Testing;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>A change of a client invalidates all of its entries, and those of no other client.</summary>
[CacheRule("H4")]
public sealed class ClientInvalidationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Change_of_a_client_invalidates_all_of_its_entries_and_all_unknown_ones()
    {
        await using var cached = new CachedStorage();
        var (key, config) = await cached.RegisterAsync();
        await cached.Memory.EnsureDeploymentAsync(config.ClientKey, "2", cancellationToken: Token);
        await cached.Memory.EnsureDeploymentAsync(config.ClientKey, LtiDeployment.DefaultDeploymentId, cancellationToken: Token);
        LaunchKey[] keys =
        [
            key,
            key with { DeploymentId = "2" },
            key with { DeploymentId = "by default" },
            key with { DeploymentId = "by default too" },
            Any.LaunchKey(),
        ];
        foreach (var each in keys)
        {
            await cached.FindAsync(each);
        }

        await cached.Storage.UpdateClientAsync(config.ClientKey, new ClientUpdate { TokenUrl = Any.OtherEndpoints.TokenUrl }, Token);

        foreach (var each in keys)
        {
            var calls = cached.Inner.CallsOf(CachedStorage.Finds);
            await cached.AssertFreshAsync(each);
            Assert.Equal(calls + 1, cached.Inner.CallsOf(CachedStorage.Finds));
        }
    }

    [Fact]
    public async Task Changes_of_a_client_leave_almost_all_other_clients_cached()
    {
        const int Clients = 500;
        await using var cached = new CachedStorage();
        List<LaunchKey> keys = [];
        for (var i = 0; i < Clients; i++)
        {
            keys.Add((await cached.RegisterAsync()).Key);
            await cached.FindAsync(keys[i]);
        }

        var (changedKey, changed) = await cached.RegisterAsync();
        for (var i = 0; i < 100; i++)
        {
            await cached.Storage.UpdateClientAsync(changed.ClientKey, new ClientUpdate { Name = $"Name {i}" }, Token);
        }

        var calls = cached.Inner.CallsOf(CachedStorage.Finds);
        foreach (var key in keys)
        {
            await cached.FindAsync(key);
        }

        // Clients share slots: a client in the same slot is read once more.
        Assert.InRange(cached.Inner.CallsOf(CachedStorage.Finds) - calls, 0, 10);
        Assert.NotNull(await cached.FindAsync(changedKey));
    }

    [Fact]
    public async Task Client_deleted_elsewhere_is_dropped_when_its_change_is_not_found()
    {
        await using var cached = new CachedStorage();
        var (key, old) = await cached.RegisterAsync();
        await cached.FindAsync(key);
        await cached.Memory.DeleteClientAsync(old.ClientKey, Token);

        await Assert.ThrowsAsync<LtiNotFoundException>(
            () => cached.Storage.UpdateClientAsync(old.ClientKey, new ClientUpdate { Name = "Other" }, Token).AsTask());

        Assert.Null(await cached.FindAsync(key));
    }

    [Fact]
    public async Task Client_deleted_elsewhere_is_dropped_when_a_client_of_its_name_is_added()
    {
        await using var cached = new CachedStorage();
        var (key, old) = await cached.RegisterAsync();
        await cached.FindAsync(key);
        await cached.Memory.DeleteClientAsync(old.ClientKey, Token);

        await cached.Storage.AddClientAsync(Any.Client(key.Issuer, key.ClientId), Token);

        await cached.AssertFreshAsync(key);
        Assert.Null(await cached.FindAsync(key));
    }

    [Fact]
    public async Task Client_deleted_elsewhere_is_dropped_when_another_client_is_renamed_to_it()
    {
        await using var cached = new CachedStorage();
        var (key, old) = await cached.RegisterAsync();
        await cached.FindAsync(key);
        await cached.Memory.DeleteClientAsync(old.ClientKey, Token);
        var other = await cached.Memory.AddClientAsync(Any.Client(key.Issuer), Token);

        await cached.Storage.UpdateClientAsync(other.Id, new ClientUpdate { ClientId = key.ClientId }, Token);

        await cached.AssertFreshAsync(key);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Client_deleted_elsewhere_is_dropped_when_another_client_may_have_been_renamed_to_it(bool isIssuerGiven)
    {
        await using var cached = new CachedStorage();
        var (key, old) = await cached.RegisterAsync();
        await cached.FindAsync(key);
        await cached.Memory.DeleteClientAsync(old.ClientKey, Token);
        var other = await cached.Memory.AddClientAsync(Any.Client(key.Issuer), Token);
        var failure = new LtiStorageUnavailableException("Broken off.", LtiWorkOutcome.Unknown);
        cached.Inner.Fail(nameof(ILtiStorage.UpdateClientAsync), FaultMoment.After, failure);

        var update = new ClientUpdate { Issuer = isIssuerGiven ? key.Issuer : null, ClientId = key.ClientId };
        await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => cached.Storage.UpdateClientAsync(other.Id, update, Token).AsTask());

        await cached.AssertFreshAsync(key);
        Assert.Null(await cached.FindAsync(key));
    }

    [Fact]
    public async Task Client_saved_at_each_launch_does_not_affect_other_clients()
    {
        // The large capacity gives each client of this test its own slots.
        await using var cached = new CachedStorage(new CachingOptions { LaunchConfigCapacity = 100_000, Jitter = 0 });
        var (saved, _) = await cached.RegisterAsync();
        var (other, config) = await cached.RegisterAsync();
        var unknown = Any.LaunchKey();
        Assert.Null(await cached.FindAsync(unknown));
        var held = cached.Inner.Hold(nameof(ILtiStorage.SaveLaunchConfigAsync), FaultMoment.Before);
        var saving = cached.Storage.SaveConfigAsync(saved, Any.OtherEndpoints, Token).AsTask();
        await held.Reached;

        await cached.AssertHitAsync(unknown, expected: null);
        var (calls, finding) = (cached.Inner.CallsOf(CachedStorage.Finds), cached.Inner.Hold(CachedStorage.Finds, FaultMoment.Before));
        var finds = Enumerable.Range(0, 100).Select(_ => cached.FindAsync(other)).ToList();
        finding.Release();
        Assert.All(await Task.WhenAll(finds), found => Assert.Equal(config, found));
        Assert.Equal(calls + 1, cached.Inner.CallsOf(CachedStorage.Finds));

        held.Release();
        await saving;
        await cached.AssertHitAsync(unknown, expected: null);
        await cached.AssertHitAsync(other, config);
    }

    [Fact]
    public void Keys_that_differ_in_one_part_have_different_hash_codes()
    {
        const int Keys = 1000;
        var key = Any.LaunchKey();

        Assert.All(
            new Func<int, LaunchKey>[]
            {
                i => key with { Issuer = $"https://{i:D4}.example.edu" },
                i => key with { ClientId = $"{i:D4}" },
                i => key with { DeploymentId = $"{i:D4}" },
            },
            vary =>
            {
                var hashCodes = Enumerable.Range(0, Keys).Select(i => new LaunchCacheKey(vary(i)).GetHashCode());
                Assert.InRange(hashCodes.Distinct().Count(), Keys - 10, Keys);
            });
    }

    [Fact, CacheRule("H1")]
    public void Keys_with_equal_hash_codes_are_not_equal()
    {
        var key = Any.LaunchKey();
        Func<int, LaunchKey>[] variations =
        [
            i => key with { Issuer = $"{i}" },
            i => key with { ClientId = $"{i}" },
            i => key with { DeploymentId = $"{i}" },
        ];
        foreach (var vary in variations)
        {
            var (one, other) = Collision(vary);

            Assert.Equal(one.GetHashCode(), other.GetHashCode());
            Assert.False(one.Equals(other));
            Assert.True(one.Equals(new LaunchCacheKey(one.Key with { Issuer = new string(one.Key.Issuer) })));
        }

        // Among so many hash codes of 32 bits, two are equal long before the end.
        static (LaunchCacheKey One, LaunchCacheKey Other) Collision(Func<int, LaunchKey> vary)
        {
            var seen = new Dictionary<int, LaunchCacheKey>();
            for (var i = 0; i < 5_000_000; i++)
            {
                var key = new LaunchCacheKey(vary(i));
                if (!seen.TryAdd(key.GetHashCode(), key))
                {
                    return (seen[key.GetHashCode()], key);
                }
            }

            throw new InvalidOperationException("No two hash codes are equal.");
        }
    }
}
