using System.Globalization;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.InMemory.Tests.Clients;

/// <summary>Tests that a read sees clients, deployments and their indexes at one moment.</summary>
public sealed class RegistryUnderChangeTests : IAsyncDisposable
{
    private const int Changes = 3000;
    private readonly InMemoryLtiStorage _storage = new();
    private readonly LaunchKey _key = Any.LaunchKey();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task A_launch_configuration_never_shows_half_of_an_update()
    {
        var saved = (await _storage.SaveLaunchConfigAsync(_key, Endpoints(0), cancellationToken: Token)).Config;

        await WhileReadingAsync(
            change => _storage.UpdateClientAsync(
                saved.ClientKey,
                new ClientUpdate { AuthorizationUrl = Endpoints(change).AuthorizationUrl, TokenUrl = Endpoints(change).TokenUrl, JwksUrl = Endpoints(change).JwksUrl },
                Token).AsTask(),
            async () =>
            {
                var found = await _storage.FindLaunchConfigAsync(_key, Token);
                Assert.NotNull(found);
                Assert.Equal(found.Endpoints.AuthorizationUrl + "/token", found.Endpoints.TokenUrl);
                Assert.Equal(found.Endpoints.AuthorizationUrl + "/jwks", found.Endpoints.JwksUrl);
            });
    }

    [Fact]
    public async Task A_client_that_moves_between_two_issuers_is_always_found_with_its_deployment_at_one_of_them()
    {
        var saved = (await _storage.SaveLaunchConfigAsync(_key, Any.Endpoints, cancellationToken: Token)).Config;
        string[] issuers = [_key.Issuer, Any.Issuer()];

        await WhileReadingAsync(
            change => _storage.UpdateClientAsync(saved.ClientKey, new ClientUpdate { Issuer = issuers[change % 2] }, Token).AsTask(),
            async () =>
            {
                Assert.NotNull(await _storage.FindDeploymentByPlatformIdAsync(saved.ClientKey, _key.DeploymentId, Token));
                foreach (var issuer in issuers)
                {
                    Assert.All(await _storage.FindClientsAsync(issuer, cancellationToken: Token), client => Assert.Equal(issuer, client.Issuer));
                    var found = await _storage.FindLaunchConfigAsync(_key with { Issuer = issuer }, Token);
                    Assert.Equal(issuer, found?.Issuer ?? issuer);
                }
            });
    }

    [Fact]
    public async Task A_deployment_is_never_found_under_an_id_that_it_does_not_have()
    {
        var saved = (await _storage.SaveLaunchConfigAsync(_key with { DeploymentId = "one" }, Any.Endpoints, cancellationToken: Token)).Config;
        string[] ids = ["one", "two"];

        await WhileReadingAsync(
            change => _storage.UpdateDeploymentAsync(saved.ClientKey, saved.DeploymentKey, new DeploymentUpdate { DeploymentId = ids[change % 2] }, Token).AsTask(),
            async () =>
            {
                foreach (var id in ids)
                {
                    Assert.Equal(id, (await _storage.FindDeploymentByPlatformIdAsync(saved.ClientKey, id, Token))?.DeploymentId ?? id);
                    Assert.Equal(id, (await _storage.FindLaunchConfigAsync(_key with { DeploymentId = id }, Token))?.DeploymentId ?? id);
                }

                Assert.Single((await _storage.FindClientWithDeploymentsAsync(saved.ClientKey, Token))!.Deployments);
            });
    }

    [Fact]
    public async Task A_client_that_is_deleted_and_saved_again_is_found_complete_or_not_at_all()
        => await WhileReadingAsync(
            async change =>
            {
                var saved = (await _storage.SaveLaunchConfigAsync(_key, Endpoints(change), cancellationToken: Token)).Config;
                await _storage.SaveLaunchConfigAsync(_key with { DeploymentId = LtiDeployment.DefaultDeploymentId }, Endpoints(change), cancellationToken: Token);
                Assert.True(await _storage.DeleteClientAsync(saved.ClientKey, Token));
            },
            async () =>
            {
                var found = await _storage.FindLaunchConfigAsync(_key, Token);
                Assert.True(found is null or { Match: LaunchConfigMatch.Exact }, $"{found}");
                Assert.All(
                    await _storage.FindClientsAsync(_key.Issuer, cancellationToken: Token),
                    client => Assert.Equal(client.Endpoints.AuthorizationUrl + "/jwks", client.Endpoints.JwksUrl));
            });

    private static LtiEndpoints Endpoints(int version)
    {
        var url = string.Create(CultureInfo.InvariantCulture, $"https://lms.example.edu/{version}");
        return new LtiEndpoints { AuthorizationUrl = url, TokenUrl = url + "/token", JwksUrl = url + "/jwks" };
    }

    /// <summary>Makes sequential changes while two readers run at least once each.</summary>
    private static async Task WhileReadingAsync(Func<int, Task> change, Func<Task> read)
    {
        var done = false;
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(
            async () =>
            {
                do
                {
                    await read();
                }
                while (!Volatile.Read(ref done));
            },
            Token)).ToList();
        for (var i = 0; i < Changes; i++)
        {
            await change(i);
        }

        Volatile.Write(ref done, value: true);
        await Task.WhenAll(readers);
    }
}
