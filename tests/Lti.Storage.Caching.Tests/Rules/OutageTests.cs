using Lti.Storage.Conformance;
using Lti.Storage.Conformance.Samples;
using Lti.Storage.Testing;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>During an outage cached answers are used, and other finds get the storage's own error.</summary>
public sealed class OutageTests
{
    private static readonly LtiStorageUnavailableException _outage = new("The database is down.", LtiWorkOutcome.NotApplied);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Every operation of the contract.</summary>
    public static TheoryData<string> OperationNames { get; } = [.. Operations.All.Select(operation => operation.Name)];

    [Theory, Rule("F1", "E3")]
    [MemberData(nameof(OperationNames))]
    public async Task Outage_gives_the_storage_error_for_every_operation(string name)
    {
        await using var cached = new CachedStorage();
        var operation = Operations.All.Single(operation => operation.Name == name);
        cached.Inner.BeginOutage(_outage);

        Assert.Same(_outage, await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => operation.Call(cached.Storage, Token)));
        cached.AssertNoLeftovers();
    }

    [Fact, Rule("F2")]
    public async Task Cache_works_again_after_an_outage()
    {
        await using var cached = new CachedStorage();
        var (key, config) = await cached.RegisterAsync();
        var session = await cached.LaunchAsync();
        cached.Inner.BeginOutage(_outage);
        await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => cached.FindAsync(key));
        await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => cached.FindAsync(session.Id));
        await Assert.ThrowsAsync<LtiStorageUnavailableException>(
            () => cached.Storage.UpdateClientAsync(config.ClientKey, new ClientUpdate(), Token).AsTask());

        cached.Inner.EndOutage();

        Assert.Equal(config, await cached.FindAsync(key));
        Assert.Equal(session, await cached.FindAsync(session.Id));
        await cached.AssertHitAsync(key, config);
    }

    [Fact]
    public async Task Hanging_change_blocks_no_find_and_leaves_other_clients_cached()
    {
        await using var cached = new CachedStorage();
        var (key, config) = await cached.RegisterAsync();
        var (otherKey, other) = await cached.RegisterAsync();
        await cached.FindAsync(key);
        await cached.FindAsync(otherKey);
        var hung = cached.Inner.Hold([nameof(ILtiStorage.UpdateClientAsync)], FaultMoment.Before, heedsToken: false);
        var changing = cached.Storage.UpdateClientAsync(config.ClientKey, new ClientUpdate { Name = "Late" }, Token).AsTask();
        await hung.Reached;

        Assert.Equal(config, await cached.FindAsync(key));
        await cached.AssertHitAsync(otherKey, other);

        // A client that is first asked for now is cached too.
        var (newKey, added) = await cached.RegisterAsync();
        await cached.FindAsync(newKey);
        await cached.AssertHitAsync(newKey, added);

        hung.Release();
        await changing;
        await cached.FindAsync(key);
        await cached.AssertHitAsync(key, config);
    }

    [Fact]
    public async Task Change_that_never_reached_the_storage_invalidates_nothing()
    {
        await using var cached = new CachedStorage();
        var (key, config) = await cached.RegisterAsync();
        var unknown = Any.LaunchKey();
        var session = await cached.LaunchAsync();
        await cached.FindAsync(key);
        await cached.FindAsync(unknown);
        await cached.FindAsync(session.Id);
        cached.Inner.BeginOutage(_outage);

        await Assert.ThrowsAsync<LtiStorageUnavailableException>(
            () => cached.Storage.SaveConfigAsync(key, Any.OtherEndpoints, Token).AsTask());
        await Assert.ThrowsAsync<LtiStorageUnavailableException>(
            () => cached.Storage.DeleteClientAsync(config.ClientKey, Token).AsTask());
        await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => cached.Storage.DeleteSessionAsync(session.Id, Token).AsTask());
        await Assert.ThrowsAsync<LtiStorageUnavailableException>(
            () => cached.Storage.DeleteSessionsAsync(new SessionFilter { Issuer = key.Issuer }, Token).AsTask());

        await cached.AssertHitAsync(key, config);
        await cached.AssertHitAsync(unknown, expected: null);
        Assert.Equal(session, await cached.FindAsync(session.Id));
    }

    [Fact]
    public async Task Entry_is_used_again_after_a_change_that_did_not_happen()
    {
        await using var cached = new CachedStorage();
        var (key, config) = await cached.RegisterAsync();
        await cached.FindAsync(key);
        var held = cached.Inner.Hold(nameof(ILtiStorage.DeleteClientAsync), FaultMoment.Before);
        var changing = cached.Storage.DeleteClientAsync(config.ClientKey, Token).AsTask();
        cached.Inner.BeginOutage(_outage);
        await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => cached.FindAsync(key));

        held.Fail(_outage);
        await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => changing);

        await cached.AssertHitAsync(key, config);
    }

    [Fact]
    public async Task Rejected_change_shortens_no_lifetime()
    {
        await using var cached = new CachedStorage();
        var (key, config) = await cached.RegisterAsync();
        await Assert.ThrowsAsync<LtiConflictException>(
            () => cached.Storage.AddClientAsync(Any.Client(key.Issuer, key.ClientId), Token).AsTask());
        await Assert.ThrowsAsync<LtiNotFoundException>(
            () => cached.Storage.UpdateClientAsync(Any.ClientKey(), new ClientUpdate(), Token).AsTask());
        await Assert.ThrowsAnyAsync<ArgumentException>(
            () => cached.Storage.UpdateClientAsync(config.ClientKey, new ClientUpdate { Name = "" }, Token).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => cached.Storage.DeleteClientAsync(config.ClientKey, new CancellationToken(canceled: true)).AsTask());
        await cached.FindAsync(key);

        cached.Clock.Advance(TimeSpan.FromMinutes(14));

        await cached.AssertHitAsync(key, config);
    }

    /// <summary>Changes of sessions that cannot make a later answer stale, even if they happen late.</summary>
    public static TheoryData<string> HarmlessChanges { get; } =
    [
        nameof(ILtiStorage.AddSessionAsync), nameof(ILtiStorage.CompleteLaunchAsync), nameof(ILtiStorage.RenewSessionAsync),
    ];

    [Theory]
    [MemberData(nameof(HarmlessChanges))]
    public async Task Failed_change_that_cannot_make_an_entry_stale_shortens_no_lifetime(string operation)
    {
        await using var cached = new CachedStorage();
        await FailAsync(cached, operation);

        var (key, config) = await cached.RegisterAsync();
        var session = await cached.LaunchAsync();
        await cached.FindAsync(key);
        await cached.FindAsync(session.Id);
        cached.Clock.Advance(TimeSpan.FromMinutes(4));

        await cached.AssertHitAsync(key, config);
        Assert.Equal(session, await cached.FindAsync(session.Id));
        Assert.Equal(1, cached.Inner.CallsOf(CachedStorage.SessionFinds));
    }

    [Theory]
    [InlineData(nameof(ILtiStorage.DeleteSessionAsync))]
    [InlineData(nameof(ILtiStorage.DeleteSessionsAsync))]
    public async Task Failed_deletion_of_sessions_shortens_lifetimes_of_sessions_only(string operation)
    {
        await using var cached = new CachedStorage();
        await FailAsync(cached, operation);

        var (key, config) = await cached.RegisterAsync();
        var session = await cached.LaunchAsync();
        await cached.FindAsync(key);
        await cached.FindAsync(session.Id);
        cached.Clock.Advance(TimeSpan.FromSeconds(10));

        await cached.AssertHitAsync(key, config);
        await cached.FindAsync(session.Id);
        Assert.Equal(2, cached.Inner.CallsOf(CachedStorage.SessionFinds));
    }

    [Fact]
    public async Task Answer_read_a_minute_after_a_failed_change_is_cached_for_its_whole_lifetime()
    {
        await using var cached = new CachedStorage();
        await FailAsync(cached, nameof(ILtiStorage.DeleteClientAsync));
        await FailAsync(cached, nameof(ILtiStorage.DeleteSessionAsync));
        cached.Clock.Advance(TimeSpan.FromMinutes(1));

        var (key, config) = await cached.RegisterAsync();
        var session = await cached.LaunchAsync();
        await cached.FindAsync(key);
        await cached.FindAsync(session.Id);
        cached.Clock.Advance(TimeSpan.FromMinutes(4));

        await cached.AssertHitAsync(key, config);
        Assert.Equal(session, await cached.FindAsync(session.Id));
        Assert.Equal(1, cached.Inner.CallsOf(CachedStorage.SessionFinds));
    }

    [Fact]
    public async Task Failed_change_of_a_client_shortens_lifetimes_of_launches_only()
    {
        await using var cached = new CachedStorage();
        await FailAsync(cached, nameof(ILtiStorage.DeleteClientAsync));

        var (key, _) = await cached.RegisterAsync();
        var session = await cached.LaunchAsync();
        await cached.FindAsync(key);
        await cached.FindAsync(session.Id);
        cached.Clock.Advance(TimeSpan.FromSeconds(10));

        await cached.FindAsync(key);
        Assert.Equal(2, cached.Inner.CallsOf(CachedStorage.Finds));
        Assert.Equal(session, await cached.FindAsync(session.Id));
        Assert.Equal(1, cached.Inner.CallsOf(CachedStorage.SessionFinds));
    }

    /// <summary>Calls an operation that fails with an unknown outcome.</summary>
    private static async Task FailAsync(CachedStorage cached, string operation)
    {
        cached.Inner.Fail(operation, FaultMoment.Before, new LtiStorageUnavailableException("Broken off.", LtiWorkOutcome.Unknown));
        await Assert.ThrowsAsync<LtiStorageUnavailableException>(
            () => Operations.All.Single(each => each.Name == operation).Call(cached.Storage, Token));
    }
}
