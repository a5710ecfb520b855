using System.Text.Json;
using Lti.Storage.InMemory;
using Microsoft.AspNetCore.Http;
using QuickStart;
using QuickStart.Registration;

namespace Lti.Storage.QuickStart.Tests.Registration;

/// <summary>Tests the confirmation request. A registration session completes once.</summary>
public sealed class RegistrationCompletionTests : IAsyncDisposable
{
    private static readonly Uri _root = new("https://tool.example.edu");

    private static readonly LtiEndpoints _strangers = new()
    {
        AuthorizationUrl = "https://stranger.example/auth",
        TokenUrl = "https://stranger.example/token",
        JwksUrl = "https://stranger.example/jwks",
    };

    private readonly InMemoryLtiStorage _storage = new();
    private readonly StubPlatform _platform = new();
    private readonly RefusedRegistrations _refused = new(TimeProvider.System);
    private readonly Guid _id = Registrations.NewId();

    public static TheoryData<string, string> Unusable { get; } = new()
    {
        { "", "is not JSON" },
        { "[]", "is not a JSON object" },
        { "{}", "lacks client_id" },
        { """{ "client_id": null }""", "lacks client_id" },
        { """{ "client_id": "" }""", "lacks client_id" },
        { """{ "client_id": [104] }""", "'client_id' that is not text" },
        { """{ "client_id": "a", "client_id": "b" }""", "duplicate or invalid member name" },
        { """{ "client_id": "a\u0000" }""", "U+0000" },
        { $$"""{ "client_id": "{{new string('c', 256)}}" }""", "at most 255" },
        { """{ "client_id": "a", "https://purl.imsglobal.org/spec/lti-tool-configuration": { "deployment_id": {} } }""", "'deployment_id' that is not text" },
    };

    [Fact]
    public async Task Client_is_stored_disabled_with_unchanged_addresses()
    {
        var (outcome, client, deployment) = await (await StartAsync()).CompleteAsync(_id, _root, TestContext.Current.CancellationToken);

        var stored = await _storage.FindLaunchAsync(new LaunchKey("https://lms.example.edu", "client-1", "7"), TestContext.Current.CancellationToken);
        Assert.Equal((SaveOutcome.Created, "7", stored.Client!), (outcome, deployment, client));
        Assert.Equal((LaunchOutcome.ClientDisabled, "7"), (stored.Outcome, stored.Deployment!.DeploymentId));
        Assert.Equal(
            new LtiEndpoints { AuthorizationUrl = "https://lms.example.edu/auth?tenant=1", TokenUrl = "https://LMS.example.edu/token/", JwksUrl = "https://keys.example.edu/jwks" },
            client.Endpoints);
        Assert.Null(await _storage.FindRegistrationSessionAsync(_id, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Authorization_server_is_stored_as_the_token_audience()
    {
        _platform.Json = StubPlatform.Configuration.Replace("\"issuer\":", "\"authorization_server\": \"lms.example.edu\", \"issuer\":", StringComparison.Ordinal);

        await (await StartAsync()).CompleteAsync(_id, _root, TestContext.Current.CancellationToken);

        var client = await _storage.FindClientAsync("https://lms.example.edu", "client-1", TestContext.Current.CancellationToken);
        Assert.Equal("lms.example.edu", client!.Endpoints.TokenAudience);
    }

    [Theory]
    [InlineData("https://keys.example.edu/jwks", "https://evil.example.org/jwks", "key set: https://keys.example.edu/jwks → https://evil.example.org/jwks")]
    [InlineData("https://lms.example.edu/auth?tenant=1", "https://lms.example.edu/auth?tenant=2", "authorization: https://lms.example.edu/auth?tenant=1 → https://lms.example.edu/auth?tenant=2")]
    [InlineData("https://LMS.example.edu/token/", "https://lms.example.edu/token/", "token: https://LMS.example.edu/token/ → https://lms.example.edu/token/")]
    [InlineData("\"issuer\":", "\"authorization_server\": \"other\", \"issuer\":", "token audience: none → other")]
    public async Task Registration_with_other_endpoints_takes_nothing_over_and_the_administrator_sees_it(string stored, string other, string change)
    {
        await (await StartAsync()).CompleteAsync(_id, _root, TestContext.Current.CancellationToken);
        var before = await _storage.FindClientAsync("https://lms.example.edu", "client-1", TestContext.Current.CancellationToken);
        _platform.Json = StubPlatform.Configuration.Replace(stored, other, StringComparison.Ordinal);
        _platform.Answer = """{ "client_id": "client-1", "https://purl.imsglobal.org/spec/lti-tool-configuration": { "deployment_id": "8" } }""";
        var registrations = await StartAsync();

        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => registrations.CompleteAsync(_id, _root, TestContext.Current.CancellationToken));

        Assert.Equal(StatusCodes.Status409Conflict, refused.Status);
        Assert.Equal([change], Assert.Single(_refused.Latest).Changes, StringComparer.Ordinal);
        Assert.Equal(before, await _storage.FindClientAsync("https://lms.example.edu", "client-1", TestContext.Current.CancellationToken));
        Assert.Null(await _storage.FindDeploymentByPlatformIdAsync(before!.Id, "8", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Tool_registers_at_the_endpoint_with_the_token()
    {
        await (await StartAsync()).CompleteAsync(_id, _root, TestContext.Current.CancellationToken);

        var (endpoint, token, registration) = _platform.Registered!.Value;
        Assert.Equal(("https://lms.example.edu/register/43", "token-1"), (endpoint.OriginalString, token));
        var json = JsonElement.Parse(registration);
        Assert.Equal("https://tool.example.edu/tool/login", json.GetProperty("initiate_login_uri").GetString());
        Assert.Equal("https://tool.example.edu/tool/launch", Assert.Single(json.GetProperty("redirect_uris").EnumerateArray()).GetString());
        Assert.Equal("https://tool.example.edu/.well-known/jwks.json", json.GetProperty("jwks_uri").GetString());
        Assert.Equal("private_key_jwt", json.GetProperty("token_endpoint_auth_method").GetString());
        Assert.Equal("id_token", Assert.Single(json.GetProperty("response_types").EnumerateArray()).GetString());
        var tool = json.GetProperty("https://purl.imsglobal.org/spec/lti-tool-configuration");
        Assert.Equal("tool.example.edu", tool.GetProperty("domain").GetString());
        Assert.Equal("https://tool.example.edu/tool/launch", tool.GetProperty("target_link_uri").GetString());
        Assert.Equal(
            ["LtiResourceLinkRequest", "LtiDeepLinkingRequest"],
            tool.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("type").GetString()),
            StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("""{ "client_id": "client-1" }""")]
    [InlineData("""{ "client_id": "client-1", "https://purl.imsglobal.org/spec/lti-tool-configuration": {} }""")]
    [InlineData("""{ "client_id": "client-1", "https://purl.imsglobal.org/spec/lti-tool-configuration": { "deployment_id": "" } }""")]
    [InlineData("""{ "client_id": "client-1", "https://purl.imsglobal.org/spec/lti-tool-configuration": null }""")]
    public async Task Default_deployment_is_stored_when_the_platform_names_none(string answer)
    {
        _platform.Answer = answer;

        await (await StartAsync()).CompleteAsync(_id, _root, TestContext.Current.CancellationToken);

        var client = await _storage.FindClientAsync("https://lms.example.edu", "client-1", TestContext.Current.CancellationToken);
        await NewClients.ApproveAsync(client!.Id, _storage, TestContext.Current.CancellationToken);
        var later = await _storage.FindLaunchConfigAsync(new LaunchKey("https://lms.example.edu", "client-1", "made later"), TestContext.Current.CancellationToken);
        Assert.Equal((LtiDeployment.DefaultDeploymentId, LaunchConfigMatch.Default), (later!.DeploymentId, later.Match));
    }

    [Fact]
    public async Task Second_client_of_an_issuer_waits_and_logins_without_client_id_still_work()
    {
        await (await StartAsync()).CompleteAsync(_id, _root, TestContext.Current.CancellationToken);
        var first = await _storage.FindClientAsync("https://lms.example.edu", "client-1", TestContext.Current.CancellationToken);
        await NewClients.ApproveAsync(first!.Id, _storage, TestContext.Current.CancellationToken);
        _platform.Answer = """{ "client_id": "client-2" }""";

        await (await StartAsync()).CompleteAsync(_id, _root, TestContext.Current.CancellationToken);

        var resolved = await _storage.ResolveLoginAsync("https://lms.example.edu", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((LoginOutcome.Found, "client-1"), (resolved.Outcome, resolved.Client?.ClientId));
        Assert.Equal(LoginOutcome.Disabled, (await _storage.ResolveLoginAsync("https://lms.example.edu", "client-2", cancellationToken: TestContext.Current.CancellationToken)).Outcome);
    }

    [Fact]
    public async Task Deployment_that_a_registration_adds_to_a_client_waits_for_approval()
    {
        await (await StartAsync()).CompleteAsync(_id, _root, TestContext.Current.CancellationToken);
        _platform.Answer = """{ "client_id": "client-1", "https://purl.imsglobal.org/spec/lti-tool-configuration": { "deployment_id": "8" } }""";

        var (outcome, client, _) = await (await StartAsync()).CompleteAsync(_id, _root, TestContext.Current.CancellationToken);

        var added = await _storage.FindDeploymentByPlatformIdAsync(client.Id, "8", TestContext.Current.CancellationToken);
        Assert.Equal((SaveOutcome.DeploymentCreated, DeploymentStatus.Pending), (outcome, added!.Status));
    }

    [Fact]
    public async Task Registration_is_refused_while_many_clients_wait_and_goes_on_after_a_rejection()
    {
        var registrations = await StartAsync();
        LtiClient? last = null;
        for (var i = 0; i < Registrations.MaxWaiting; i++)
        {
            last = await _storage.AddClientAsync(
                new NewClient { Name = "stranger", Issuer = "https://stranger.example", ClientId = $"{i}", Endpoints = _strangers, IsEnabled = false }, TestContext.Current.CancellationToken);
        }

        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => registrations.CompleteAsync(_id, _root, TestContext.Current.CancellationToken));
        Assert.Contains("Too many clients wait for approval", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, _platform.Registrations);

        await _storage.DeleteClientAsync(last!.Id, TestContext.Current.CancellationToken);
        Assert.Equal(SaveOutcome.Created, (await registrations.CompleteAsync(_id, _root, TestContext.Current.CancellationToken)).Outcome);
    }

    [Fact]
    public async Task Suspended_clients_stop_no_registration()
    {
        var registrations = await StartAsync();
        for (var i = 0; i < Registrations.MaxWaiting; i++)
        {
            var suspended = await _storage.AddClientAsync(
                new NewClient { Name = "customer", Issuer = "https://customer.example", ClientId = $"{i}", Endpoints = _strangers, IsEnabled = false }, TestContext.Current.CancellationToken);
            await _storage.EnsureDeploymentAsync(suspended.Id, "1", cancellationToken: TestContext.Current.CancellationToken);
        }

        Assert.Equal(SaveOutcome.Created, (await registrations.CompleteAsync(_id, _root, TestContext.Current.CancellationToken)).Outcome);
    }

    [Fact]
    public async Task Registration_adds_no_deployment_while_many_of_its_client_wait()
    {
        var (_, client, _) = await (await StartAsync()).CompleteAsync(_id, _root, TestContext.Current.CancellationToken);
        for (var i = 0; i < global::QuickStart.Tool.Launches.MaxPending; i++)
        {
            await _storage.EnsureDeploymentAsync(client.Id, $"stranger {i}", DeploymentStatus.Pending, TestContext.Current.CancellationToken);
        }

        _platform.Answer = """{ "client_id": "client-1", "https://purl.imsglobal.org/spec/lti-tool-configuration": { "deployment_id": "8" } }""";
        var registrations = await StartAsync();
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => registrations.CompleteAsync(_id, _root, TestContext.Current.CancellationToken));

        Assert.Contains("Too many deployments of this client wait for approval", refused.Message, StringComparison.Ordinal);
        Assert.Null(await _storage.FindDeploymentByPlatformIdAsync(client.Id, "8", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Number_as_an_id_is_read_as_its_text()
    {
        _platform.Answer = """{ "client_id": 10000000000004, "https://purl.imsglobal.org/spec/lti-tool-configuration": { "deployment_id": 7 } }""";

        var (_, client, deployment) = await (await StartAsync()).CompleteAsync(_id, _root, TestContext.Current.CancellationToken);

        Assert.Equal(("10000000000004", "7"), (client.ClientId, deployment));
    }

    [Fact]
    public async Task Second_completion_is_refused_without_a_request_to_the_platform()
    {
        var registrations = await StartAsync();
        await registrations.CompleteAsync(_id, _root, TestContext.Current.CancellationToken);

        await ShouldBeGoneAsync(registrations);

        Assert.Equal(1, _platform.Registrations);
    }

    [Fact]
    public async Task One_of_many_concurrent_completions_registers_the_tool()
    {
        var registrations = await StartAsync();
        var everyoneAsked = new TaskCompletionSource();
        _platform.Meanwhile = () =>
        {
            // A second request would be a fault. It passes so that the assertion can count it.
            if (_platform.Registrations > 1)
            {
                everyoneAsked.TrySetResult();
            }

            return everyoneAsked.Task;
        };

        var completions = Enumerable.Range(0, 8).Select(_ => Task.Run(() => registrations.CompleteAsync(_id, _root, TestContext.Current.CancellationToken))).ToList();
        for (var refused = 0; refused < 7; refused++)
        {
            var first = await Task.WhenAny(completions);
            await Assert.ThrowsAsync<RequestRefusedException>(() => first);
            completions.Remove(first);
        }

        everyoneAsked.TrySetResult();
        Assert.Equal("client-1", (await completions.Single()).Client.ClientId);
        Assert.Equal(1, _platform.Registrations);
    }

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task Answer_without_a_client_id_is_refused_and_stores_nothing(string answer, string reason)
    {
        _platform.Answer = answer;
        var registrations = await StartAsync();

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => registrations.CompleteAsync(_id, _root, TestContext.Current.CancellationToken));

        Assert.True(refused is RequestRefusedException or ArgumentException, refused.ToString());
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Empty(await _storage.ListClientsAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
        await ShouldBeGoneAsync(registrations);
    }

    [Fact]
    public async Task Client_is_stored_when_the_administrator_disconnects()
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _platform.Meanwhile = leaving.CancelAsync;

        await (await StartAsync()).CompleteAsync(_id, _root, leaving.Token);

        Assert.NotNull(await _storage.FindClientAsync("https://lms.example.edu", "client-1", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Storage_failure_after_the_registration_names_the_client_to_remove()
    {
        await StartAsync();
        var registrations = new Registrations(new UnreachableForLaunches(_storage), _platform, _refused);

        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => registrations.CompleteAsync(_id, _root, TestContext.Current.CancellationToken));

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, refused.Status);
        Assert.Contains("'client-1'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_registration_cannot_be_completed_or_cancelled_again()
    {
        var registrations = await StartAsync();

        await registrations.CancelAsync(_id, TestContext.Current.CancellationToken);

        await ShouldBeGoneAsync(registrations);
        Assert.Equal(0, _platform.Registrations);
        await Assert.ThrowsAsync<RequestRefusedException>(() => registrations.CancelAsync(_id, TestContext.Current.CancellationToken));
    }

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    private async Task<Registrations> StartAsync()
    {
        var registrations = new Registrations(_storage, _platform, _refused);
        await registrations.StartAsync(_id, StubPlatform.ConfigurationUrl, "token-1", TestContext.Current.CancellationToken);
        return registrations;
    }

    private async Task ShouldBeGoneAsync(Registrations registrations)
    {
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => registrations.CompleteAsync(_id, _root, TestContext.Current.CancellationToken));
        Assert.Equal(StatusCodes.Status404NotFound, refused.Status);
        Assert.Contains("It was completed or cancelled, has expired or never existed", refused.Message, StringComparison.Ordinal);
    }

    private sealed class UnreachableForLaunches(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<LtiClient> AddClientAsync(NewClient client, CancellationToken cancellationToken = default)
            => throw new LtiStorageUnavailableException("The server is down.", LtiWorkOutcome.Unknown);
    }
}
