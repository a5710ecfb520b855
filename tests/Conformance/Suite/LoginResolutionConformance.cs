using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Tests the client look-ups of a login (rules C6 and C7).</summary>
/// <param name="fixture">The provider's fixture.</param>
public abstract class LoginResolutionConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    [Fact, Rule("C6")]
    public async Task Client_is_found_by_issuer_and_client_id()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        await Storage.AddClientAsync(Any.Client(client.Issuer), Token);
        await Storage.AddClientAsync(Any.Client(clientId: client.ClientId), Token);

        Assert.Equal(client, await Storage.FindClientAsync(client.Issuer, client.ClientId, Token));
        Assert.Null(await Storage.FindClientAsync(client.Issuer, Any.Key("client"), Token));
        Assert.Null(await Storage.FindClientAsync(Any.Issuer(), client.ClientId, Token));
    }

    [Fact, Rule("C6", "E1")]
    public async Task Issuer_and_client_id_are_compared_ordinally()
    {
        var client = await Storage.AddClientAsync(Any.Client(clientId: Any.Key("Client")), Token);

        Assert.Null(await Storage.FindClientAsync(client.Issuer + "/", client.ClientId, Token));
        Assert.Null(await Storage.FindClientAsync(client.Issuer.ToUpperInvariant(), client.ClientId, Token));
        Assert.Null(await Storage.FindClientAsync(client.Issuer, client.ClientId.ToLowerInvariant(), Token));
        Assert.Null(await Storage.FindClientAsync(client.Issuer, client.ClientId + " ", Token));
    }

    [Fact, Rule("C2")]
    public async Task Clients_of_an_issuer_are_found_by_an_exact_deployment_id()
    {
        var issuer = Any.Issuer();
        var (one, two, three) = (await AddAsync(issuer, "shared", "1"), await AddAsync(issuer, "shared", "2"), await AddAsync(issuer, "default"));
        await AddAsync(Any.Issuer(), "shared");

        Assert.Equal(new[] { one, two }.OrderBy(client => client.Id.Value), await Storage.FindClientsAsync(issuer, "shared", Token));
        Assert.Equal([two], await Storage.FindClientsAsync(issuer, "2", Token));
        Assert.Equal(new[] { one, two, three }.OrderBy(client => client.Id.Value), await Storage.FindClientsAsync(issuer, cancellationToken: Token));
        Assert.Empty(await Storage.FindClientsAsync(issuer, "unknown", Token));
        Assert.Empty(await Storage.FindClientsAsync(issuer, "Shared", Token));
    }

    [Fact, Rule("C6", "C2")]
    public async Task Every_change_of_a_client_shows_in_the_next_find_even_after_a_null_answer()
    {
        var (issuer, clientId) = (Any.Issuer(), Any.Key("client"));
        await AssertAsync(expected: null);

        var client = await Storage.AddClientAsync(Any.Client(issuer, clientId), Token);
        await AssertAsync(client);

        foreach (var update in new ClientUpdate[]
        {
            new() { Name = "Renamed" },
            new() { JwksUrl = "https://rotated.example.edu/jwks" },
            new() { TokenAudience = "https://audience.example.edu" },
            new() { TokenAudience = OptionalText.Clear },
            new() { IsEnabled = false },
            new() { IsEnabled = true },
        })
        {
            client = await Storage.UpdateClientAsync(client.Id, update, Token);
            await AssertAsync(client);
        }

        await Storage.UpdateClientAsync(client.Id, new ClientUpdate { ClientId = clientId + "-moved" }, Token);
        Assert.Null(await Storage.FindClientAsync(issuer, clientId, Token));
        client = await Storage.UpdateClientAsync(client.Id, new ClientUpdate { ClientId = clientId }, Token);
        await AssertAsync(client);

        var saved = await Storage.SaveLaunchConfigAsync(
            new LaunchKey(issuer, clientId, "saved"), Any.OtherEndpoints, ExistingEndpoints.Replace, Token);
        await AssertAsync(client with { Endpoints = saved.Config.Endpoints });

        await Storage.DeleteClientAsync(client.Id, Token);
        await AssertAsync(expected: null);

        async Task AssertAsync(LtiClient? expected)
        {
            Assert.Equal(expected, await Storage.FindClientAsync(issuer, clientId, Token));
            Assert.Equal(expected is null ? [] : [expected], await Storage.FindClientsAsync(issuer, cancellationToken: Token));
        }
    }

    [Fact, Rule("C2", "C6")]
    public async Task Every_change_of_a_deployment_shows_in_the_next_find_by_its_id()
    {
        var (issuer, id) = (Any.Issuer(), "d");
        var client = await Storage.AddClientAsync(Any.Client(issuer), Token);
        await AssertAsync(found: false);

        var deployment = await Storage.AddDeploymentAsync(client.Id, Any.Deployment(id), Token);
        await AssertAsync(found: true);
        await Storage.UpdateDeploymentAsync(client.Id, deployment.Id, new DeploymentUpdate { DeploymentId = "moved" }, Token);
        await AssertAsync(found: false);
        await Storage.EnsureDeploymentAsync(client.Id, id, cancellationToken: Token);
        await AssertAsync(found: true);
        await Storage.DeleteDeploymentAsync(client.Id, (await Storage.FindDeploymentByPlatformIdAsync(client.Id, id, Token))!.Id, Token);
        await AssertAsync(found: false);
        await Storage.SaveLaunchConfigAsync(new LaunchKey(issuer, client.ClientId, id), client.Endpoints, cancellationToken: Token);
        await AssertAsync(found: true);
        await Storage.DeleteClientAsync(client.Id, Token);
        await AssertAsync(found: false);

        async Task AssertAsync(bool found)
            => Assert.Equal(found ? [client] : [], await Storage.FindClientsAsync(issuer, id, Token));
    }

    [Theory, Rule("C7")]
    [InlineData(null)]
    [InlineData("")]
    public async Task Login_without_a_client_id_finds_the_only_client_of_its_issuer(string? clientId)
    {
        var client = await AddAsync(Any.Issuer(), "1");

        Assert.Equal(new(LoginOutcome.Found, client), await Storage.ResolveLoginAsync(client.Issuer, clientId, cancellationToken: Token));
        Assert.Equal(new(LoginOutcome.Found, client), await Storage.ResolveLoginAsync(client.Issuer, clientId, "", Token));
        Assert.Equal(new(LoginOutcome.Found, client), await Storage.ResolveLoginAsync(client.Issuer, clientId, "unknown", Token));
        Assert.Equal(new(LoginOutcome.UnknownIssuer, null), await Storage.ResolveLoginAsync(Any.Issuer(), clientId, cancellationToken: Token));
    }

    [Fact, Rule("C7")]
    public async Task Login_without_a_client_id_is_ambiguous_at_an_issuer_with_many_clients_unless_its_deployment_decides()
    {
        var issuer = Any.Issuer();
        var (one, two) = (await AddAsync(issuer, "shared", "1"), await AddAsync(issuer, "shared", "2"));

        Assert.Equal(new(LoginOutcome.Ambiguous, null), await Storage.ResolveLoginAsync(issuer, cancellationToken: Token));
        Assert.Equal(new(LoginOutcome.Ambiguous, null), await Storage.ResolveLoginAsync(issuer, null, "shared", Token));
        Assert.Equal(new(LoginOutcome.Ambiguous, null), await Storage.ResolveLoginAsync(issuer, null, "unknown", Token));
        Assert.Equal(new(LoginOutcome.Found, one), await Storage.ResolveLoginAsync(issuer, null, "1", Token));
        Assert.Equal(new(LoginOutcome.Found, two), await Storage.ResolveLoginAsync(issuer, "", "2", Token));
    }

    [Fact, Rule("C7")]
    public async Task Client_id_of_a_login_decides_alone()
    {
        var issuer = Any.Issuer();
        var (one, _) = (await AddAsync(issuer, "1"), await AddAsync(issuer, "2"));

        Assert.Equal(new(LoginOutcome.Found, one), await Storage.ResolveLoginAsync(issuer, one.ClientId, cancellationToken: Token));
        Assert.Equal(new(LoginOutcome.Found, one), await Storage.ResolveLoginAsync(issuer, one.ClientId, "2", Token));
        Assert.Equal(new(LoginOutcome.UnknownClient, null), await Storage.ResolveLoginAsync(issuer, Any.Key("client"), "1", Token));
        Assert.Equal(new(LoginOutcome.UnknownIssuer, null), await Storage.ResolveLoginAsync(Any.Issuer(), one.ClientId, "1", Token));
    }

    [Fact, Rule("C7")]
    public async Task Disabled_client_resolves_as_disabled_and_does_not_make_a_login_ambiguous()
    {
        var issuer = Any.Issuer();
        var old = await AddAsync(issuer, "old");
        var disabled = await Storage.UpdateClientAsync(old.Id, new ClientUpdate { IsEnabled = false }, Token);

        Assert.Equal(new(LoginOutcome.Disabled, disabled), await Storage.ResolveLoginAsync(issuer, old.ClientId, cancellationToken: Token));
        Assert.Equal(new(LoginOutcome.Disabled, disabled), await Storage.ResolveLoginAsync(issuer, cancellationToken: Token));
        Assert.Equal(new(LoginOutcome.Disabled, disabled), await Storage.ResolveLoginAsync(issuer, null, "old", Token));

        var enabled = await AddAsync(issuer, "new");
        Assert.Equal(new(LoginOutcome.Found, enabled), await Storage.ResolveLoginAsync(issuer, cancellationToken: Token));
        Assert.Equal(new(LoginOutcome.Disabled, disabled), await Storage.ResolveLoginAsync(issuer, null, "old", Token));

        await Storage.UpdateClientAsync(enabled.Id, new ClientUpdate { IsEnabled = false }, Token);
        Assert.Equal(new(LoginOutcome.Disabled, null), await Storage.ResolveLoginAsync(issuer, cancellationToken: Token));
    }

    private async Task<LtiClient> AddAsync(string issuer, params string[] deploymentIds)
    {
        var client = await Storage.AddClientAsync(Any.Client(issuer), Token);
        foreach (var deploymentId in deploymentIds)
        {
            await Storage.AddDeploymentAsync(client.Id, Any.Deployment(deploymentId), Token);
        }

        return client;
    }
}
