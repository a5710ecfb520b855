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
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cached.Storage.FindLaunchConfigAsync(key, cancelled).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cached.Storage.FindSessionAsync(session.Id, cancelled).AsTask());
    }

    // A hit that took a lock would hang. The test then fails after a minute.
    [Fact]
    public async Task Hits_take_no_lock()
    {
        await using var storage = new InMemoryLtiStorage().WithCaching();
        var config = (await storage.SaveLaunchConfigAsync(Any.LaunchKey(), Any.Endpoints, cancellationToken: Token)).Config;
        var exact = new LaunchKey(config.Issuer, config.ClientId, config.DeploymentId);
        var byDefault = Any.LaunchKey();
        await storage.SaveLaunchConfigAsync(byDefault with { DeploymentId = LtiDeployment.DefaultDeploymentId }, Any.Endpoints, cancellationToken: Token);
        var unknown = Any.LaunchKey();
        var session = Any.Session();
        await storage.AddSessionAsync(session, cancellationToken: Token);
        Assert.True(IsAllFound());

        using (var held = new HeldLocks(storage))
        {
            Assert.NotEqual(0, held.Count);
            var found = false;
            var finder = new Thread(() => found = IsAllFound());
            finder.Start();
            Assert.True(finder.Join(TimeSpan.FromMinutes(1)), "A hit waits for a lock.");
            Assert.True(found);
        }

        bool IsAllFound() => IsComplete(storage.FindSessionAsync(session.Id, Token))
            & IsComplete(storage.FindLaunchConfigAsync(exact, Token))
            & IsComplete(storage.FindLaunchConfigAsync(byDefault, Token))
            & IsComplete(storage.FindLaunchConfigAsync(unknown, Token));
    }

    [Fact]
    public async Task Launch_with_a_warm_cache_calls_the_storage_twice()
    {
        await using var cached = new CachedStorage();
        var (key, config) = await cached.RegisterAsync();
        await cached.FindAsync(key);
        var before = Calls();
        var nonce = Any.Nonce();

        await cached.Storage.StoreNonceAsync(nonce, cancellationToken: Token);
        Assert.Equal(config, await cached.Storage.FindLaunchConfigAsync(key, Token));
        Assert.Equal(NonceOutcome.Consumed, await cached.Storage.CompleteLaunchAsync(nonce, Any.Session(), cancellationToken: Token));

        string[] expected = [nameof(ILtiStorage.StoreNonceAsync), nameof(ILtiStorage.CompleteLaunchAsync)];
        Assert.Equal(expected, Calls().Except(before).Select(call => call.Operation), StringComparer.Ordinal);
        Assert.Equal(Calls().Sum(call => call.Count), before.Sum(call => call.Count) + 2);

        List<(string Operation, int Count)> Calls()
            => [.. Operations.All.Select(operation => (operation.Name, cached.Inner.CallsOf(operation.Name)))];
    }

    private static async Task AssertFreeAsync<T>(Func<ValueTask<T>> find)
    {
        await find();
        Assert.True(IsComplete(find()));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var complete = 0;
        for (var i = 0; i < 1000; i++)
        {
            complete += IsComplete(find()) ? 1 : 0;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1000, complete);
    }

    private static bool IsComplete<T>(ValueTask<T> find) => find.IsCompletedSuccessfully;
}
