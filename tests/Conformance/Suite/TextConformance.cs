using System.Text.Json;
using Lti.Storage.Conformance.Running;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Tests that text at its limit is stored whole and differs from text with another last character (rule E1).</summary>
/// <param name="fixture">The provider's fixture.</param>
public abstract class TextConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    private const int Identifier = LtiLimits.MaxIdentifierLength;

    [Fact, Rule("E1", "N2", "N5")]
    public async Task Nonces_at_the_limit_differ_by_their_last_character()
    {
        var (one, other) = Pair(Identifier);
        await Storage.StoreNonceAsync(one, cancellationToken: Token);

        Assert.Equal(NonceOutcome.Unknown, await Storage.ConsumeNonceAsync(other, Token));
        Assert.Equal(NonceOutcome.Unknown, await Storage.CompleteLaunchAsync(other, Any.Session(), cancellationToken: Token));
        Assert.True(await Storage.ClaimNonceAsync(other, cancellationToken: Token));
        Assert.Equal(NonceOutcome.Consumed, await Storage.ConsumeNonceAsync(one, Token));
    }

    [Fact, Rule("E1", "G1", "G2", "G3")]
    public async Task States_and_nonces_of_logins_at_the_limit_differ_by_their_last_character()
    {
        var (states, nonces) = (Pair(Identifier), Pair(Identifier));
        var first = Any.Login() with { State = states.One, Nonce = nonces.One };
        var second = Any.Login() with { State = states.Other, Nonce = nonces.Other };
        await Storage.BeginLoginAsync(first, cancellationToken: Token);
        Assert.Null(await Storage.FindLoginAsync(second.State, Token));
        await Storage.BeginLoginAsync(second, cancellationToken: Token);

        Assert.Equal(first, (await Storage.FindLoginAsync(first.State, Token))! with { ExpiresAt = null });
        Assert.Equal(second, (await Storage.FindLoginAsync(second.State, Token))! with { ExpiresAt = null });
        Assert.Equal(
            NonceOutcome.Unknown, await Storage.CompleteLaunchAsync(first with { Nonce = second.Nonce }, Any.Session(), cancellationToken: Token));
        Assert.Equal(NonceOutcome.Consumed, await Storage.CompleteLaunchAsync(first, Any.Session(), cancellationToken: Token));
        Assert.Equal(NonceOutcome.Consumed, await Storage.CompleteLaunchAsync(second, Any.Session(), cancellationToken: Token));
    }

    [Fact, Rule("E1", "G2")]
    public async Task Login_at_every_limit_is_found_whole()
    {
        var login = Any.Login() with
        {
            Issuer = Pair(Identifier).One,
            ClientId = Pair(Identifier).One,
            DeploymentId = Pair(Identifier).One,
            TargetLinkUri = Url(),
            StorageTarget = Pair(Identifier).One,
            Data = JsonElement.Parse($$"""{"a":"{{new string('d', 8000)}}z"}"""),
        };

        await Storage.BeginLoginAsync(login, cancellationToken: Token);

        Assert.Equal(login, (await Storage.FindLoginAsync(login.State, Token))! with { ExpiresAt = null });
    }

    [Fact, Rule("E1", "G2")]
    public async Task Empty_target_and_storage_target_of_a_login_stay_empty()
    {
        var login = Any.Login() with { TargetLinkUri = "", StorageTarget = "" };

        await Storage.BeginLoginAsync(login, cancellationToken: Token);

        var found = await Storage.FindLoginAsync(login.State, Token);
        Assert.Equal(("", ""), (found!.TargetLinkUri, found.StorageTarget));
    }

    [Fact, Rule("E1", "C1", "C6", "C7", "L1")]
    public async Task Issuers_and_client_ids_at_the_limit_differ_by_their_last_character()
    {
        var (issuers, ids) = (Pair(Identifier), Pair(Identifier));
        var one = await Storage.AddClientAsync(Any.Client(issuers.One, ids.One), Token);
        Assert.Null(await Storage.FindClientAsync(issuers.Other, ids.One, Token));
        Assert.Null(await Storage.FindClientAsync(issuers.One, ids.Other, Token));
        Assert.Empty(await Storage.FindClientsAsync(issuers.Other, cancellationToken: Token));
        var sibling = await Storage.AddClientAsync(Any.Client(issuers.One, ids.Other), Token);
        var stranger = (await Storage.SaveLaunchConfigAsync(new LaunchKey(issuers.Other, ids.One, "1"), Any.Endpoints, cancellationToken: Token)).Config;

        foreach (var client in new[] { one, sibling, (await Storage.FindClientAsync(stranger.ClientKey, Token))! })
        {
            Assert.Equal(client, await Storage.FindClientAsync(client.Issuer, client.ClientId, Token));
            Assert.Equal(client, (await Storage.ResolveLoginAsync(client.Issuer, client.ClientId, cancellationToken: Token)).Client);
        }

        Assert.Equal((issuers.One, ids.One), (one.Issuer, one.ClientId));
        Assert.Equal((issuers.Other, ids.One), (stranger.Issuer, stranger.ClientId));
        Assert.Equal(2, (await Storage.FindClientsAsync(issuers.One, cancellationToken: Token)).Count);
        Assert.Equal(LaunchOutcome.UnknownDeployment, (await Storage.FindLaunchAsync(new LaunchKey(issuers.One, ids.One, "1"), Token)).Outcome);
    }

    [Fact, Rule("E1", "C1", "C3")]
    public async Task Client_at_every_limit_is_stored_whole_when_it_is_added_and_updated()
    {
        var given = Any.Client() with { Name = Pair(Identifier).One, Endpoints = Endpoints() };
        var added = await Storage.AddClientAsync(given, Token);
        Assert.Equal((given.Name, given.Endpoints), (added.Name, added.Endpoints));
        Assert.Equal(added, await Storage.FindClientAsync(added.Id, Token));

        var (name, issuer, clientId, endpoints) = (Pair(Identifier).Other, Pair(Identifier).One, Pair(Identifier).One, Endpoints());
        var update = new ClientUpdate
        {
            Name = name,
            Issuer = issuer,
            ClientId = clientId,
            AuthorizationUrl = endpoints.AuthorizationUrl,
            TokenUrl = endpoints.TokenUrl,
            JwksUrl = endpoints.JwksUrl,
            TokenAudience = endpoints.TokenAudience,
        };
        var expected = added with { Name = name, Issuer = issuer, ClientId = clientId, Endpoints = endpoints };

        Assert.Equal(expected, await Storage.UpdateClientAsync(added.Id, update, Token));
        Assert.Equal(expected, await Storage.FindClientAsync(added.Id, Token));
        var saved = await Storage.SaveLaunchConfigAsync(Any.LaunchKey(), endpoints, cancellationToken: Token);
        Assert.Equal(endpoints, (await Storage.FindClientAsync(saved.Config.ClientKey, Token))!.Endpoints);
    }

    [Fact, Rule("E1", "C2", "D1", "D2", "L1")]
    public async Task Deployment_ids_at_the_limit_differ_by_their_last_character()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        var (first, second) = Pair(Identifier);
        var one = await Storage.AddDeploymentAsync(client.Id, Any.Deployment(first), Token);
        Assert.Null(await Storage.FindDeploymentByPlatformIdAsync(client.Id, second, Token));
        Assert.Empty(await Storage.FindClientsAsync(client.Issuer, second, Token));
        Assert.Null(await Storage.FindLaunchConfigAsync(new LaunchKey(client.Issuer, client.ClientId, second), Token));

        var other = await Storage.EnsureDeploymentAsync(client.Id, second, cancellationToken: Token);

        Assert.Equal((first, second), (one.DeploymentId, other.DeploymentId));
        Assert.Equal(one, await Storage.FindDeploymentByPlatformIdAsync(client.Id, first, Token));
        Assert.Equal(other, await Storage.FindDeploymentByPlatformIdAsync(client.Id, second, Token));
        Assert.Equal(other.Id, (await Storage.FindLaunchConfigAsync(new LaunchKey(client.Issuer, client.ClientId, second), Token))?.DeploymentKey);
    }

    [Fact, Rule("E1", "C3", "D1")]
    public async Task Deployment_at_every_limit_is_stored_whole_when_it_is_added_and_updated()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        var (names, descriptions) = (Pair(Identifier), Pair(LtiLimits.MaxDescriptionLength));
        var added = await Storage.AddDeploymentAsync(client.Id, Any.Deployment() with { Name = names.One, Description = descriptions.One }, Token);
        Assert.Equal((names.One, descriptions.One), (added.Name, added.Description));
        Assert.Equal(added, await Storage.FindDeploymentAsync(client.Id, added.Id, Token));

        var expected = added with { DeploymentId = Pair(Identifier).One, Name = names.Other, Description = descriptions.Other };
        var update = new DeploymentUpdate { DeploymentId = expected.DeploymentId, Name = expected.Name, Description = expected.Description };

        Assert.Equal(expected, await Storage.UpdateDeploymentAsync(client.Id, added.Id, update, Token));
        Assert.Equal(expected, await Storage.FindDeploymentAsync(client.Id, added.Id, Token));
    }

    [Fact, Rule("E1", "C3", "D1")]
    public async Task Empty_name_and_description_of_a_deployment_stay_empty()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        var added = await Storage.AddDeploymentAsync(client.Id, Any.Deployment() with { Name = "", Description = "" }, Token);
        Assert.Equal(("", ""), (added.Name, added.Description));
        Assert.Equal(added, await Storage.FindDeploymentAsync(client.Id, added.Id, Token));

        await Storage.UpdateDeploymentAsync(client.Id, added.Id, new DeploymentUpdate { Name = "a", Description = "a" }, Token);
        await Storage.UpdateDeploymentAsync(client.Id, added.Id, new DeploymentUpdate { Name = "", Description = "" }, Token);

        Assert.Equal(added, await Storage.FindDeploymentAsync(client.Id, added.Id, Token));
    }

    [Theory, Rule("E1", "S4")]
    [InlineData(nameof(SessionFilter.Issuer))]
    [InlineData(nameof(SessionFilter.ClientId))]
    [InlineData(nameof(SessionFilter.DeploymentId))]
    [InlineData(nameof(SessionFilter.UserId))]
    [InlineData(nameof(SessionFilter.ContextId))]
    public async Task Filters_of_sessions_differ_by_their_last_character(string part)
    {
        // Ids of users and contexts have no limit.
        var (first, second) = Pair(part is nameof(SessionFilter.UserId) or nameof(SessionFilter.ContextId) ? 5000 : Identifier);
        var issuer = Any.Issuer();
        LtiSession[] sessions = [Session(first), Session(second)];
        foreach (var session in sessions)
        {
            await Storage.AddSessionAsync(session, cancellationToken: Token);
        }

        foreach (var session in sessions)
        {
            var filter = Filter(session == sessions[0] ? first : second);
            var listed = Assert.Single(await Storage.ListSessionsAsync(filter, cancellationToken: Token).CollectAsync());
            Assert.Equal(
                (session.Id, session.Platform.Issuer, session.Platform.ClientId, session.Platform.DeploymentId, session.User.Id),
                (listed.Id, listed.Issuer, listed.ClientId, listed.DeploymentId, listed.UserId));
        }

        Assert.Equal(1, await Storage.DeleteSessionsAsync(Filter(first), Token));
        Assert.Null(await Storage.FindSessionAsync(sessions[0].Id, Token));
        Assert.Equal(sessions[1], await Storage.FindSessionAsync(sessions[1].Id, Token));

        LtiSession Session(string text) => Any.Session(
            part == nameof(SessionFilter.Issuer) ? text : issuer,
            part == nameof(SessionFilter.ClientId) ? text : "client",
            part == nameof(SessionFilter.DeploymentId) ? text : "deployment",
            part == nameof(SessionFilter.UserId) ? text : "user",
            part == nameof(SessionFilter.ContextId) ? text : "context");

        SessionFilter Filter(string text) => new()
        {
            Issuer = part == nameof(SessionFilter.Issuer) ? text : issuer,
            ClientId = part == nameof(SessionFilter.ClientId) ? text : null,
            DeploymentId = part == nameof(SessionFilter.DeploymentId) ? text : null,
            UserId = part == nameof(SessionFilter.UserId) ? text : null,
            ContextId = part == nameof(SessionFilter.ContextId) ? text : null,
        };
    }

    private static LtiEndpoints Endpoints() => new() { AuthorizationUrl = Url(), TokenUrl = Url(), JwksUrl = Url(), TokenAudience = Url() };

    private static string Url() => $"https://{Any.Key("lms")}.example.edu/".PadRight(LtiLimits.MaxEndpointLength - 1, 'u') + "z";

    /// <summary>Creates two texts of a length that differ only in the last character.</summary>
    private static (string One, string Other) Pair(int length)
    {
        var start = Any.Key("limit").PadRight(length - 1, 'x');
        return ($"{start}1", $"{start}2");
    }
}
