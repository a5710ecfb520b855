using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Lti.Storage.PostgreSqlServer;

namespace Lti.Storage.PostgreSql.Tests.Failures;

/// <summary>Tests rule F2 on a separate server that really goes down.</summary>
public sealed class RestartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact, Rule("F1", "F2")]
    public async Task Outage_is_an_error_and_the_storage_finds_all_acknowledged_writes_after_it()
    {
        await using var cluster = (await PostgreSqlCluster.TryStartAsync(new ServerOptions { IsDurable = false }, Token)).OrSkip(Assert.Skip);
        await using var storage = new PostgreSqlLtiStorage(cluster.AdminConnectionString);
        await storage.Schema.MigrateAsync(Token);
        var (key, session) = (Sample.LaunchKey(), Sample.Session());
        var config = (await storage.SaveLaunchConfigAsync(key, Sample.Endpoints, cancellationToken: Token)).Config;
        await storage.StoreNonceAsync("used", cancellationToken: Token);
        await storage.StoreNonceAsync("unused", cancellationToken: Token);
        Assert.Equal(NonceOutcome.Consumed, await storage.CompleteLaunchAsync("used", session, cancellationToken: Token));

        await cluster.KillAsync(Token);

        Func<Task>[] calls =
        [
            () => storage.FindLaunchConfigAsync(key, Token).AsTask(),
            () => storage.FindSessionAsync(session.Id, Token).AsTask(),
            () => storage.FindClientAsync(config.ClientKey, Token).AsTask(),
            () => storage.FindClientsAsync(key.Issuer, cancellationToken: Token).AsTask(),
            () => storage.FindClientAsync(key.Issuer, key.ClientId, Token).AsTask(),
            () => storage.FindLoginAsync("state", Token).AsTask(),
            () => storage.BeginLoginAsync(Sample.Login(), cancellationToken: Token).AsTask(),
            () => storage.SaveLaunchConfigAsync(key, Sample.Endpoints, cancellationToken: Token).AsTask(),
            () => storage.FindRegistrationSessionAsync(Guid.NewGuid(), Token).AsTask(),
            () => storage.ConsumeNonceAsync("unused", Token).AsTask(),
            () => storage.DeleteClientAsync(config.ClientKey, Token).AsTask(),
            () => storage.CleanupAsync(Token).AsTask(),
        ];
        foreach (var call in calls)
        {
            await Assert.ThrowsAsync<LtiStorageUnavailableException>(call);
        }

        await cluster.StartAsync(Token);

        Assert.Equal(config, await storage.FindLaunchConfigAsync(key, Token));
        Assert.Equal(session, await storage.FindSessionAsync(session.Id, Token));
        Assert.Equal(NonceOutcome.AlreadyUsed, await storage.ConsumeNonceAsync("used", Token));
        Assert.Equal(NonceOutcome.Consumed, await storage.ConsumeNonceAsync("unused", Token));
    }
}
