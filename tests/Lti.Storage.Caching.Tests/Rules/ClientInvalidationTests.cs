using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>A change of a client invalidates all of its entries and no other client's, whatever is cached.</summary>
[CacheRule("H4")]
public sealed class ClientInvalidationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_entries_of_a_client_are_invalid_after_its_change_those_through_default_and_those_that_said_no_too()
    {
        await using var cached = new CachedStorage();
        var (key, config) = await cached.RegisterAsync();
        await cached.Memory.EnsureDeploymentAsync(config.LtiClientId, "2", Token);
        await cached.Memory.EnsureDeploymentAsync(config.LtiClientId, LtiDeployment.DefaultDeploymentId, Token);
        var keys = new[] { key, key with { DeploymentId = "2" }, key with { DeploymentId = "by default" }, key with { DeploymentId = "by default too" }, Any.LaunchKey() };
        foreach (var each in keys)
        {
            await cached.FindAsync(each);
        }

        await cached.Storage.UpdateClientAsync(config.LtiClientId, new ClientUpdate { TokenUrl = Any.OtherEndpoints.TokenUrl }, Token);

        foreach (var each in keys)
        {
            var calls = cached.Inner.CallsOf(CachedStorage.Finds);
            await cached.AssertFreshAsync(each);
            Assert.Equal(calls + 1, cached.Inner.CallsOf(CachedStorage.Finds));
        }
    }

    [Fact]
    public async Task Changes_of_a_client_leave_almost_all_other_clients_in_the_cache()
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
            await cached.Storage.UpdateClientAsync(changed.LtiClientId, new ClientUpdate { Name = $"Name {i}" }, Token);
        }

        var calls = cached.Inner.CallsOf(CachedStorage.Finds);
        foreach (var key in keys)
        {
            await cached.FindAsync(key);
        }

        // The slots are shared: a client may be read once more because it shares one with another.
        Assert.InRange(cached.Inner.CallsOf(CachedStorage.Finds) - calls, 0, 10);
        Assert.NotNull(await cached.FindAsync(changedKey));
    }

    [Fact]
    public async Task A_client_that_another_node_deleted_is_gone_when_its_name_is_taken_here()
    {
        await using var cached = new CachedStorage();
        var (key, old) = await cached.RegisterAsync();
        await cached.FindAsync(key);
        await cached.Memory.DeleteClientAsync(old.LtiClientId, Token);

        await cached.Storage.AddClientAsync(Any.Client(key.Issuer, key.ClientId), Token);

        await cached.AssertFreshAsync(key);
        Assert.Null(await cached.FindAsync(key));
    }

    [Fact]
    public async Task A_client_that_another_node_deleted_is_gone_when_another_is_given_its_name_here()
    {
        await using var cached = new CachedStorage();
        var (key, old) = await cached.RegisterAsync();
        await cached.FindAsync(key);
        await cached.Memory.DeleteClientAsync(old.LtiClientId, Token);
        var other = await cached.Memory.AddClientAsync(Any.Client(key.Issuer), Token);

        await cached.Storage.UpdateClientAsync(other.Id, new ClientUpdate { ClientId = key.ClientId }, Token);

        await cached.AssertFreshAsync(key);
    }
}
