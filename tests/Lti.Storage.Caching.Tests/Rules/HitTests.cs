using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>A hit is complete when the call returns, and allocates nothing.</summary>
public sealed class HitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hit_of_a_launch_is_synchronous_and_allocates_nothing()
    {
        await using var cached = new CachedStorage();
        var (key, _) = await cached.RegisterAsync();
        await AssertFreeAsync(() => cached.Storage.FindLaunchConfigAsync(key, Token));
    }

    [Fact]
    public async Task A_hit_through_default_is_synchronous_and_allocates_nothing()
    {
        await using var cached = new CachedStorage();
        var (key, _) = await cached.RegisterAsync(LtiDeployment.DefaultDeploymentId);
        await AssertFreeAsync(() => cached.Storage.FindLaunchConfigAsync(key with { DeploymentId = "not stored" }, Token));
    }

    [Fact]
    public async Task A_hit_of_an_unknown_launch_is_synchronous_and_allocates_nothing()
    {
        await using var cached = new CachedStorage();
        var key = Any.LaunchKey();
        await AssertFreeAsync(() => cached.Storage.FindLaunchConfigAsync(key, Token));
    }

    [Fact]
    public async Task A_hit_of_a_session_is_synchronous_and_allocates_nothing()
    {
        await using var cached = new CachedStorage();
        var session = await cached.LaunchAsync();
        await AssertFreeAsync(() => cached.Storage.FindSessionAsync(session.Id, Token));
    }

    [Fact]
    public async Task A_hit_with_a_cancelled_token_is_cancelled()
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
