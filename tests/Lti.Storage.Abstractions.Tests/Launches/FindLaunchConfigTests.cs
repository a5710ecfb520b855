using Lti.Storage.Abstractions.Tests.Provider;

namespace Lti.Storage.Abstractions.Tests.Launches;

/// <summary>Tests the find that returns a launch configuration without its outcome.</summary>
public sealed class FindLaunchConfigTests
{
    private static readonly LaunchKey _key = new("issuer", "client", "deployment");

    private static readonly LtiClient _client = new()
    {
        Id = new(Guid.NewGuid()),
        Name = "name",
        Issuer = "issuer",
        ClientId = "client",
        Endpoints = new() { AuthorizationUrl = "https://a.example", TokenUrl = "https://t.example", JwksUrl = "https://j.example" },
    };

    private static readonly LtiDeployment _deployment =
        new() { Id = new(Guid.NewGuid()), ClientKey = _client.Id, DeploymentId = "deployment" };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Configuration_is_returned_only_if_it_was_found(bool isImmediate)
    {
        var found = LtiLaunch.Decide(_client, _deployment, byDefault: null);

        Assert.NotNull(found.Config);
        Assert.Same(found.Config, await FindAsync(found, isImmediate));
        Assert.Null(await FindAsync(LtiLaunch.Decide(_client with { IsEnabled = false }, _deployment, byDefault: null), isImmediate));
        Assert.Null(await FindAsync(LtiLaunch.Decide(client: null, exact: null, byDefault: null), isImmediate));
    }

    [Fact]
    public async Task Outage_is_an_error_and_not_an_unknown_launch()
    {
        await using var storage = new Answering(_ => ValueTask.FromException<LtiLaunch>(new TimeoutException()));

        await Assert.ThrowsAsync<TimeoutException>(
            async () => await storage.FindLaunchConfigAsync(_key, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Null_is_rejected()
        => await Assert.ThrowsAsync<ArgumentNullException>(
            "store", async () => await LaunchStoreExtensions.FindLaunchConfigAsync(null!, _key, TestContext.Current.CancellationToken));

    private static async Task<LtiLaunchConfig?> FindAsync(LtiLaunch launch, bool isImmediate)
    {
        await using var storage = new Answering(async key =>
        {
            Assert.Equal(_key, key);
            if (!isImmediate)
            {
                await Task.Yield();
            }

            return launch;
        });
        return await storage.FindLaunchConfigAsync(_key, TestContext.Current.CancellationToken);
    }

    private sealed class Answering(Func<LaunchKey, ValueTask<LtiLaunch>> answer) : DelegatingLtiStorage(new RecordingProvider())
    {
        public override ValueTask<LtiLaunch> FindLaunchAsync(LaunchKey key, CancellationToken cancellationToken = default) => answer(key);
    }
}
