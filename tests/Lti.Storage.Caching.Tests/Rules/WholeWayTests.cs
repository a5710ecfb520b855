using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>With a warm cache, the whole way of a launch calls the storage only where it must.</summary>
[CacheRule("H10")]
public sealed class WholeWayTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Way_with_the_login_in_a_cookie_calls_the_storage_twice(bool hasClientId, bool hasDeploymentId)
    {
        await using var cached = new CachedStorage();
        var (key, config) = await cached.RegisterAsync();

        await GoAsync();
        var before = Calls(cached);
        await GoAsync();

        AssertCalls(cached, before, nameof(ILtiStorage.StoreNonceAsync), nameof(ILtiStorage.CompleteLaunchAsync));

        async Task GoAsync()
        {
            var nonce = Any.Nonce();
            var login = await cached.Storage.ResolveLoginAsync(
                key.Issuer, hasClientId ? key.ClientId : null, hasDeploymentId ? key.DeploymentId : null, Token);
            Assert.True(login.IsFound);
            await cached.Storage.StoreNonceAsync(nonce, cancellationToken: Token);

            Assert.Equal(config.ClientKey, (await cached.Storage.FindClientAsync(key.Issuer, key.ClientId, Token))!.Id);
            Assert.Equal(config, (await cached.Storage.FindLaunchAsync(key, Token)).Config);
            var session = Any.Session();
            Assert.Equal(NonceOutcome.Consumed, await cached.Storage.CompleteLaunchAsync(nonce, session, cancellationToken: Token));

            Assert.Equal(session, await cached.Storage.FindSessionAsync(session.Id, Token));
        }
    }

    [Fact]
    public async Task Way_with_the_login_on_the_server_calls_the_storage_three_times()
    {
        await using var cached = new CachedStorage();
        var (key, config) = await cached.RegisterAsync();

        await GoAsync();
        var before = Calls(cached);
        await GoAsync();

        AssertCalls(
            cached,
            before,
            nameof(ILtiStorage.BeginLoginAsync),
            nameof(ILtiStorage.FindLoginAsync),
            nameof(ILtiStorage.CompleteLaunchAsync));

        async Task GoAsync()
        {
            var resolved = await cached.Storage.ResolveLoginAsync(key.Issuer, key.ClientId, cancellationToken: Token);
            var begun = LtiLogin.Create(resolved.Client!);
            await cached.Storage.BeginLoginAsync(begun, cancellationToken: Token);

            var login = await cached.Storage.FindLoginAsync(begun.State, Token);
            Assert.Equal(config, (await cached.Storage.FindLaunchAsync(key, Token)).Config);
            var session = Any.Session();
            Assert.Equal(NonceOutcome.Consumed, await cached.Storage.CompleteLaunchAsync(login!, session, cancellationToken: Token));

            Assert.Equal(session, await cached.Storage.FindSessionAsync(session.Id, Token));
        }
    }

    private static Dictionary<string, int> Calls(CachedStorage cached) => typeof(ILtiStorage).GetInterfaces().Append(typeof(ILtiStorage))
        .SelectMany(type => type.GetMethods()).Select(method => method.Name).Distinct(StringComparer.Ordinal)
        .ToDictionary(name => name, cached.Inner.CallsOf, StringComparer.Ordinal);

    private static void AssertCalls(CachedStorage cached, Dictionary<string, int> before, params string[] expected)
    {
        var after = Calls(cached);
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            after.SelectMany(call => Enumerable.Repeat(call.Key, call.Value - before[call.Key])).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }
}
