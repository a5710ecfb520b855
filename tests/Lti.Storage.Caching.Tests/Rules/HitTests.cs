using Lti.Storage.Conformance.Samples;
using Lti.Storage.InMemory;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>A hit is synchronous, allocates nothing and takes no lock.</summary>
public sealed class HitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hit_of_a_launch_is_synchronous_and_allocates_nothing()
    {
        await using var cached = new CachedStorage();
        var (key, _) = await cached.RegisterAsync();
        await AssertFreeAsync(() => cached.Storage.FindLaunchConfigAsync(key, Token));
    }

    [Fact]
    public async Task Hit_through_default_is_synchronous_and_allocates_nothing()
    {
        await using var cached = new CachedStorage();
        var (key, _) = await cached.RegisterAsync(LtiDeployment.DefaultDeploymentId);
        await AssertFreeAsync(() => cached.Storage.FindLaunchConfigAsync(key with { DeploymentId = "not stored" }, Token));
    }

    [Fact]
    public async Task Hit_of_an_unknown_launch_is_synchronous_and_allocates_nothing()
    {
        await using var cached = new CachedStorage();
        var key = Any.LaunchKey();
        await AssertFreeAsync(() => cached.Storage.FindLaunchConfigAsync(key, Token));
    }

    [Fact]
    public async Task Hits_of_clients_are_synchronous_and_allocate_nothing()
    {
        await using var cached = new CachedStorage();
        var (known, _) = await cached.RegisterAsync();
        foreach (var key in new[] { known, Any.LaunchKey() })
        {
            await AssertFreeAsync(() => cached.Storage.FindLaunchAsync(key, Token));
            await AssertFreeAsync(() => cached.Storage.FindClientAsync(key.Issuer, key.ClientId, Token));
            await AssertFreeAsync(() => cached.Storage.FindClientsAsync(key.Issuer, cancellationToken: Token));
            await AssertFreeAsync(() => cached.Storage.FindClientsAsync(key.Issuer, key.DeploymentId, Token));
        }
    }

    [Fact]
    public async Task Hit_of_an_added_session_is_synchronous_and_allocates_nothing()
    {
        await using var cached = new CachedStorage();
        var session = Any.Session();
        await cached.Storage.AddSessionAsync(session, cancellationToken: Token);
        await AssertFreeAsync(() => cached.Storage.FindSessionAsync(session.Id, Token));
        Assert.Equal(0, cached.Inner.CallsOf(CachedStorage.SessionFinds));
    }

    [Fact]
    public async Task Hit_of_a_session_is_synchronous_and_allocates_nothing()
    {
        await using var cached = new CachedStorage();
        var session = await cached.LaunchAsync();
        await AssertFreeAsync(() => cached.Storage.FindSessionAsync(session.Id, Token));
    }

    [Fact]
    public async Task Hit_of_a_session_by_the_system_clock_is_synchronous_and_allocates_nothing()
    {
        await using var storage = new InMemoryLtiStorage().WithCaching();
        var session = Any.Session();
        await storage.AddSessionAsync(session, cancellationToken: Token);
        await AssertFreeAsync(() => storage.FindSessionAsync(session.Id, Token));
    }

    [Fact]
    public async Task Hit_with_a_cancelled_token_is_cancelled()
    {
        await using var cached = new CachedStorage();
        var (key, _) = await cached.RegisterAsync();
        var session = await cached.LaunchAsync();
        await cached.FindAsync(key);
        await cached.FindAsync(session.Id);
        await cached.Storage.FindClientAsync(key.Issuer, key.ClientId, Token);
        await cached.Storage.FindClientsAsync(key.Issuer, cancellationToken: Token);
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cached.Storage.FindLaunchConfigAsync(key, cancelled).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cached.Storage.FindSessionAsync(session.Id, cancelled).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => cached.Storage.FindClientAsync(key.Issuer, key.ClientId, cancelled).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => cached.Storage.FindClientsAsync(key.Issuer, cancellationToken: cancelled).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => cached.Storage.ResolveLoginAsync(key.Issuer, key.ClientId, cancellationToken: cancelled).AsTask());
    }

    // A hit that took a lock would hang. The test then fails after a minute.
    [Fact]
    public async Task Hits_take_no_lock()
    {
        await using var storage = new InMemoryLtiStorage().WithCaching();
        var config = await storage.SaveConfigAsync(Any.LaunchKey(), Any.Endpoints, Token);
        var exact = new LaunchKey(config.Issuer, config.ClientId, config.DeploymentId);
        var byDefault = Any.LaunchKey();
        await storage.SaveConfigAsync(byDefault with { DeploymentId = LtiDeployment.DefaultDeploymentId }, Any.Endpoints, Token);
        var unknown = Any.LaunchKey();
        var session = Any.Session();
        await storage.AddSessionAsync(session, cancellationToken: Token);
        Assert.True(IsAllFound());

        using (var held = new HeldLocks(storage))
        {
            Assert.NotEqual(0, held.Count);
            var found = false;
            var finder = new Thread(() => found = IsFoundUnlessDisposed());
            finder.Start();
            Assert.True(finder.Join(TimeSpan.FromMinutes(1)), "A hit waits for a lock.");
            Assert.True(found);
        }

        // A hit that waited would meet the disposed storage in the end. An exception of the thread would end the process.
        bool IsFoundUnlessDisposed()
        {
            try
            {
                return IsAllFound();
            }
            catch (ObjectDisposedException)
            {
                return false;
            }
        }

        bool IsAllFound() => IsComplete(storage.FindSessionAsync(session.Id, Token))
            & IsComplete(storage.FindLaunchConfigAsync(exact, Token))
            & IsComplete(storage.FindLaunchConfigAsync(byDefault, Token))
            & IsComplete(storage.FindLaunchConfigAsync(unknown, Token))
            & IsComplete(storage.FindClientAsync(exact.Issuer, exact.ClientId, Token))
            & IsComplete(storage.FindClientAsync(unknown.Issuer, unknown.ClientId, Token))
            & IsComplete(storage.FindClientsAsync(exact.Issuer, cancellationToken: Token))
            & IsComplete(storage.FindClientsAsync(exact.Issuer, exact.DeploymentId, Token));
    }

    private static async Task AssertFreeAsync<T>(Func<ValueTask<T>> find)
    {
        await find();
        Assert.Equal(0, Allocation.OfThousandCalls(() => IsComplete(find())));
    }

    private static bool IsComplete<T>(ValueTask<T> find) => find.IsCompletedSuccessfully;
}
