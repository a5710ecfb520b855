using Lti.Storage.Caching.Internal;
using Lti.Storage.Caching.Tests.Changes;
using Lti.Storage.Conformance.Samples;
using Lti.Storage.InMemory;
using Lti.Storage.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Caching.Tests;

/// <summary>A cache around an in-memory storage whose calls can be held, failed and counted.</summary>
internal sealed class CachedStorage : IAsyncDisposable
{
    public const string Finds = nameof(ILtiStorage.FindLaunchAsync);
    public const string SessionFinds = nameof(ILtiStorage.FindSessionAsync);

    public CachedStorage(
        CachingOptions? options = null,
        IInvalidationSource? invalidation = null,
        InMemoryLtiStorage? memory = null,
        FakeTimeProvider? clock = null)
    {
        Clock = clock ?? new();
        Memory = memory ?? new(timeProvider: Clock);
        Inner = new(Memory);
        Storage = (CachingLtiStorage)Inner.WithCaching(options ?? new CachingOptions { Jitter = 0 }, invalidation, Clock);
    }

    public FakeTimeProvider Clock { get; }

    /// <summary>The storage without the cache.</summary>
    public InMemoryLtiStorage Memory { get; }

    public FaultyStorage Inner { get; }

    public CachingLtiStorage Storage { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Stores a client with a deployment without the cache.</summary>
    public async Task<(LaunchKey Key, LtiLaunchConfig Config)> RegisterAsync(string? deploymentId = null)
    {
        var key = Any.LaunchKey();
        key = key with { DeploymentId = deploymentId ?? key.DeploymentId };
        return (key, await Memory.SaveConfigAsync(key, Any.Endpoints, Token));
    }

    /// <summary>Stores a session without the cache.</summary>
    public async Task<LtiSession> LaunchAsync(TimeSpan? lifetime = null)
    {
        var session = Any.Session();
        await Memory.AddSessionAsync(session, lifetime, Token);
        return session;
    }

    public Task<LtiLaunchConfig?> FindAsync(LaunchKey key) => Storage.FindLaunchConfigAsync(key, Token).AsTask();

    public Task<LtiSession?> FindAsync(Guid id) => Storage.FindSessionAsync(id, Token).AsTask();

    /// <summary>Asserts that an answer comes from the cache.</summary>
    public async Task AssertHitAsync(LaunchKey key, LtiLaunchConfig? expected)
    {
        var calls = Inner.CallsOf(Finds);
        Assert.Equal(expected, await FindAsync(key));
        Assert.Equal(calls, Inner.CallsOf(Finds));
    }

    /// <summary>Asserts that a find gets the stored answer.</summary>
    public async Task AssertFreshAsync(LaunchKey key) => Assert.Equal(await Memory.FindLaunchConfigAsync(key, Token), await FindAsync(key));

    /// <summary>Asserts that the storage answers a find and is not asked for it.</summary>
    public async Task AssertHitAsync(ClientFind find, LaunchKey key, object? expected)
    {
        var calls = Inner.CallsOf(find.Operation);
        Assert.Equal(expected, await find.AskAsync(Storage, key));
        Assert.Equal(calls, Inner.CallsOf(find.Operation));
    }

    /// <summary>Asserts that a find gets the stored answer.</summary>
    public async Task AssertFreshAsync(ClientFind find, LaunchKey key)
        => Assert.Equal(await find.AskAsync(Memory, key), await find.AskAsync(Storage, key));

    /// <summary>Asserts that no load is in progress.</summary>
    public void AssertNoLeftovers()
    {
        Assert.Equal(0, Storage.Clients?.Launches.Counts.Loads ?? 0);
        Assert.Equal(0, Storage.Clients?.Clients.Counts.Loads ?? 0);
        Assert.Equal(0, Storage.Clients?.Lists.Counts.Loads ?? 0);
        Assert.Equal(0, Storage.Sessions?.Counts.Loads ?? 0);
    }

    public ValueTask DisposeAsync() => Storage.DisposeAsync();
}
