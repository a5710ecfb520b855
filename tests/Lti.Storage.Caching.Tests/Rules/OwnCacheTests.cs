using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Caching.Tests.Rules;

[CacheRule("H1")]
public sealed class OwnCacheTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_storages_in_one_process_share_nothing()
    {
        await using var one = new CachedStorage();
        await using var other = new CachedStorage();
        var (key, config) = await one.RegisterAsync();
        var session = await one.LaunchAsync();

        Assert.Equal(config, await one.FindAsync(key));
        Assert.Null(await other.FindAsync(key));
        Assert.Equal(session, await one.FindAsync(session.Id));
        Assert.Null(await other.FindAsync(session.Id));

        var elsewhere = await other.Storage.SaveConfigAsync(key, Any.OtherEndpoints, Token);
        Assert.Equal(elsewhere, await other.FindAsync(key));
        await one.AssertHitAsync(key, config);
    }
}
