using Lti.Storage.Conformance.Running;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Tests launch configurations (rules L1, L3 and L4).</summary>
/// <param name="fixture">The provider's fixture.</param>
public abstract class LaunchConfigConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    [Fact, Rule("L1")]
    public async Task A_launch_configuration_joins_a_client_with_its_deployment()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        var deployment = await Storage.AddDeploymentAsync(client.Id, Any.Deployment(), Token);

        var config = await Storage.FindLaunchConfigAsync(new LaunchKey(client.Issuer, client.ClientId, deployment.DeploymentId), Token);

        Assert.Equal(
            new LtiLaunchConfig
            {
                ClientKey = client.Id,
                DeploymentKey = deployment.Id,
                Issuer = client.Issuer,
                ClientId = client.ClientId,
                DeploymentId = deployment.DeploymentId,
                Endpoints = client.Endpoints,
                Match = LaunchConfigMatch.Exact,
            },
            config);
    }

    [Fact, Rule("L1")]
    public async Task The_default_deployment_answers_for_an_unknown_deployment_and_is_reported_as_the_match()
    {
        var key = Any.LaunchKey();
        var byDefault = (await Storage.SaveLaunchConfigAsync(key with { DeploymentId = "default" }, Any.Endpoints, cancellationToken: Token)).Config;

        var found = await Storage.FindLaunchConfigAsync(key, Token);

        Assert.Equal(byDefault with { Match = LaunchConfigMatch.Default }, found);
        Assert.Equal("default", found!.DeploymentId);
        Assert.Equal(LaunchConfigMatch.Exact, (await Storage.FindLaunchConfigAsync(key with { DeploymentId = "default" }, Token))?.Match);
    }

    [Fact, Rule("L1")]
    public async Task An_exact_match_wins_over_default()
    {
        var key = Any.LaunchKey();
        await Storage.SaveLaunchConfigAsync(key with { DeploymentId = "default" }, Any.Endpoints, cancellationToken: Token);
        var exact = (await Storage.SaveLaunchConfigAsync(key, Any.Endpoints, cancellationToken: Token)).Config;

        Assert.Equal(exact, await Storage.FindLaunchConfigAsync(key, Token));
    }

    [Fact, Rule("L1")]
    public async Task The_default_deployment_of_a_client_does_not_answer_for_another_client()
    {
        var key = Any.LaunchKey();
        await Storage.SaveLaunchConfigAsync(key with { DeploymentId = "default" }, Any.Endpoints, cancellationToken: Token);
        await Storage.AddClientAsync(Any.Client(key.Issuer, "other"), Token);

        Assert.Null(await Storage.FindLaunchConfigAsync(key with { ClientId = "other" }, Token));
        Assert.Null(await Storage.FindLaunchConfigAsync(key with { Issuer = Any.Issuer() }, Token));
    }

    [Fact, Rule("L1", "E1")]
    public async Task Only_a_deployment_named_exactly_default_is_the_fallback()
    {
        var key = Any.LaunchKey();
        await Storage.SaveLaunchConfigAsync(key with { DeploymentId = "Default" }, Any.Endpoints, cancellationToken: Token);

        Assert.Null(await Storage.FindLaunchConfigAsync(key, Token));
    }

    [Fact, Rule("L1")]
    public async Task An_option_turns_the_fallback_off()
    {
        await using var strict = await Fixture.CreateAsync(new LtiStorageOptions { UseDefaultDeployment = false });
        var key = Any.LaunchKey();
        await strict.Storage.SaveLaunchConfigAsync(key with { DeploymentId = "default" }, Any.Endpoints, cancellationToken: Token);

        Assert.Null(await strict.Storage.FindLaunchConfigAsync(key, Token));
        Assert.NotNull(await strict.Storage.FindLaunchConfigAsync(key with { DeploymentId = "default" }, Token));
    }

    [Fact, Rule("L3")]
    public async Task Every_change_to_a_client_shows_in_the_next_find_of_each_of_its_launches()
    {
        var key = Any.LaunchKey();
        var exact = (await Storage.SaveLaunchConfigAsync(key, Any.Endpoints, cancellationToken: Token)).Config;
        await Storage.SaveLaunchConfigAsync(key with { DeploymentId = "default" }, Any.Endpoints, cancellationToken: Token);
        var byDefault = key with { DeploymentId = Any.Key("unknown") };
        await Storage.FindLaunchConfigAsync(key, Token);
        await Storage.FindLaunchConfigAsync(byDefault, Token);

        await Storage.UpdateClientAsync(exact.ClientKey, new ClientUpdate { JwksUrl = "https://rotated.example.edu/jwks" }, Token);
        Assert.Equal("https://rotated.example.edu/jwks", (await Storage.FindLaunchConfigAsync(key, Token))?.Endpoints.JwksUrl);
        Assert.Equal("https://rotated.example.edu/jwks", (await Storage.FindLaunchConfigAsync(byDefault, Token))?.Endpoints.JwksUrl);

        var moved = key with { Issuer = Any.Issuer() };
        Assert.Null(await Storage.FindLaunchConfigAsync(moved, Token));
        await Storage.UpdateClientAsync(exact.ClientKey, new ClientUpdate { Issuer = moved.Issuer }, Token);
        Assert.Null(await Storage.FindLaunchConfigAsync(key, Token));
        Assert.Equal(exact.DeploymentKey, (await Storage.FindLaunchConfigAsync(moved, Token))?.DeploymentKey);

        await Storage.DeleteClientAsync(exact.ClientKey, Token);
        Assert.Null(await Storage.FindLaunchConfigAsync(moved, Token));
        Assert.Null(await Storage.FindLaunchConfigAsync(moved with { DeploymentId = "default" }, Token));
    }

    [Fact, Rule("L3")]
    public async Task Every_change_to_a_deployment_shows_in_the_next_find_even_after_a_null_answer()
    {
        var key = Any.LaunchKey();
        var client = await Storage.AddClientAsync(Any.Client(key.Issuer, key.ClientId), Token);
        Assert.Null(await Storage.FindLaunchConfigAsync(key, Token));

        var byDefault = await Storage.EnsureDeploymentAsync(client.Id, "default", cancellationToken: Token);
        Assert.Equal(LaunchConfigMatch.Default, (await Storage.FindLaunchConfigAsync(key, Token))?.Match);

        var exact = await Storage.AddDeploymentAsync(client.Id, Any.Deployment(key.DeploymentId), Token);
        Assert.Equal(exact.Id, (await Storage.FindLaunchConfigAsync(key, Token))?.DeploymentKey);

        await Storage.UpdateDeploymentAsync(client.Id, exact.Id, new DeploymentUpdate { DeploymentId = "elsewhere" }, Token);
        Assert.Equal(byDefault.Id, (await Storage.FindLaunchConfigAsync(key, Token))?.DeploymentKey);

        await Storage.DeleteDeploymentAsync(client.Id, byDefault.Id, Token);
        Assert.Null(await Storage.FindLaunchConfigAsync(key, Token));
        Assert.NotNull(await Storage.FindLaunchConfigAsync(key with { DeploymentId = "elsewhere" }, Token));
    }

    [Fact, Rule("L4")]
    public async Task Save_creates_the_deployment_and_a_client_named_after_its_issuer()
    {
        var key = Any.LaunchKey();

        var saved = (await Storage.SaveLaunchConfigAsync(key, Any.Endpoints, cancellationToken: Token)).Config;

        Assert.Equal(saved, await Storage.FindLaunchConfigAsync(key, Token));
        var client = await Storage.FindClientAsync(saved.ClientKey, Token);
        Assert.Equal((key.Issuer, key.Issuer, key.ClientId, Any.Endpoints), (client!.Name, client.Issuer, client.ClientId, client.Endpoints));
        var deployment = await Storage.FindDeploymentAsync(client.Id, saved.DeploymentKey, Token);
        Assert.Equal((key.DeploymentId, null, null), (deployment!.DeploymentId, deployment.Name, deployment.Description));
    }

    [Fact, Rule("L4", "L8")]
    public async Task Save_replaces_the_endpoints_of_a_known_client_and_keeps_names_and_ids()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        var deployment = await Storage.AddDeploymentAsync(client.Id, Any.Deployment(), Token);

        var saved = (await Storage.SaveLaunchConfigAsync(
            new LaunchKey(client.Issuer, client.ClientId, deployment.DeploymentId), Any.OtherEndpoints, ExistingEndpoints.Replace, Token)).Config;

        Assert.Equal((client.Id, deployment.Id, Any.OtherEndpoints), (saved.ClientKey, saved.DeploymentKey, saved.Endpoints));
        Assert.Equal(client with { Endpoints = Any.OtherEndpoints }, await Storage.FindClientAsync(client.Id, Token));
        Assert.Equal(deployment, await Storage.FindDeploymentAsync(client.Id, deployment.Id, Token));
    }

    [Fact, Rule("L4")]
    public async Task All_of_64_concurrent_saves_of_one_key_succeed_and_leave_one_client_and_one_deployment()
    {
        var nodes = await NodesAsync();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var key = Any.LaunchKey();

            var saved = await Race.RunAllAsync(async caller
                => (await nodes[caller % 2].SaveLaunchConfigAsync(
                    key, caller % 3 == 0 ? Any.OtherEndpoints : Any.Endpoints, ExistingEndpoints.Replace, Token)).Config);

            Assert.Single(saved.Select(config => (config.ClientKey, config.DeploymentKey)).Distinct());
            var client = Assert.Single(await Storage.FindClientsAsync(key.Issuer, cancellationToken: Token));
            Assert.Single(await Storage.ListDeploymentsAsync(client.Id, cancellationToken: Token).CollectAsync());
        }
    }

    [Fact, Rule("L4")]
    public async Task Each_of_64_concurrent_saves_leaves_its_own_deployment()
    {
        var nodes = await NodesAsync();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var key = Any.LaunchKey();

            await Race.RunAllAsync(async caller
                => (await nodes[caller % 2].SaveLaunchConfigAsync(key with { DeploymentId = $"{caller}" }, Any.Endpoints, cancellationToken: Token)).Config);

            var client = Assert.Single(await Storage.FindClientsAsync(key.Issuer, cancellationToken: Token));
            Assert.Equal(Race.Callers, (await Storage.ListDeploymentsAsync(client.Id, cancellationToken: Token).CollectAsync()).Count);
        }
    }
}
