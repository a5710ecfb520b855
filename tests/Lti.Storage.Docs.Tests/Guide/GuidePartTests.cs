using System.Net;
using Lti.Storage.InMemory;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Docs.Tests.Guide;

/// <summary>Calls parts of the page's tool with a clock and a storage of the test. The full run drives the whole tool.</summary>
public sealed class GuidePartTests : IAsyncDisposable
{
    private const string KeySet = "https://moodle.example.edu/mod/lti/certs.php";

    private static readonly LtiEndpoints _endpoints = new()
    {
        AuthorizationUrl = "https://auth.example.edu/lti",
        TokenUrl = "https://moodle.example.edu/mod/lti/token.php",
        JwksUrl = KeySet,
    };

    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly InMemoryLtiStorage _storage;
    private readonly KeySetHandler _platform = new();
    private readonly ServiceProvider _services;
    private readonly object _keys;

    public GuidePartTests()
    {
        _storage = new InMemoryLtiStorage(timeProvider: _clock);
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_clock);
        services.AddHttpClient("PlatformKeys").ConfigurePrimaryHttpMessageHandler(() => _platform);
        _services = services.BuildServiceProvider();
        _keys = GuideTool.CreateKeys(_services);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://unknown.example.edu", null, 400, "Not registered")]
    [InlineData(Platform.Issuer, "unknown", 400, "Not registered")]
    [InlineData(Platform.Issuer, null, 400, "Which client?")]
    [InlineData(Platform.Issuer, "disabled", 403, "Suspended")]
    public async Task Login_that_fits_no_client_is_refused_with_its_reason(string issuer, string? clientId, int status, string title)
    {
        await SaveAsync();
        await _storage.SaveLaunchConfigAsync(new LaunchKey(Platform.Issuer, "second", "1"), _endpoints, cancellationToken: Token);
        await _storage.AddClientAsync(new NewClient { Name = "n", Issuer = Platform.Issuer, ClientId = "disabled", Endpoints = _endpoints, IsEnabled = false }, Token);
        (string, string)[] named = clientId is null ? [] : [("client_id", clientId)];

        var answer = await GuideTool.BeginLoginAsync(_storage, GuideTool.Post([("iss", issuer), ("login_hint", "user-1"), .. named]));

        AssertPage(status, title, answer);
        Assert.Equal(0, answer.Headers.SetCookie.Count);
    }

    [Theory]
    [InlineData(4000, 4000, 302)]
    [InlineData(4001, 1, 400)]
    [InlineData(1, 4001, 400)]
    [InlineData(0, 1, 400)]
    public async Task Hint_that_makes_a_long_address_is_refused(int hint, int messageHint, int status)
    {
        await SaveAsync();

        var answer = await GuideTool.BeginLoginAsync(
            _storage, GuideTool.Post(("iss", Platform.Issuer), ("login_hint", new('a', hint)), ("lti_message_hint", new('b', messageHint))));

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task Cookie_with_the_nonce_of_another_login_is_refused_and_leaves_the_login_unused()
    {
        var (login, other) = (await BeginAsync(), await BeginAsync());

        AssertPage(400, "Too late", await LaunchAsync(login, cookie: "a nonce that the tool did not make"));
        AssertPage(400, "Too late", await LaunchAsync(login, cookie: other.Nonce));

        Assert.Equal(302, (await LaunchAsync(login)).Status);
    }

    [Fact]
    public async Task Deployment_beyond_the_bound_does_not_wait_and_its_user_is_not_told_to_wait()
    {
        var client = (await BeginAsync()).Client;
        for (var i = 0; i < 49; i++)
        {
            await _storage.EnsureDeploymentAsync(client.Id, $"campus-{i}", DeploymentStatus.Pending, Token);
        }

        AssertPage(403, "Not approved yet", await LaunchAsync(await BeginAsync(), deployment: "the last one"));
        AssertPage(403, "Not registered", await LaunchAsync(await BeginAsync(), deployment: "one more"));
        AssertPage(403, "Not approved yet", await LaunchAsync(await BeginAsync(), deployment: "the last one"));
        Assert.Null(await _storage.FindDeploymentByPlatformIdAsync(client.Id, "one more", Token));
    }

    [Fact]
    public async Task Key_set_is_read_again_after_an_hour_and_old_keys_are_not_used_when_that_fails()
    {
        Assert.NotNull(await FindKeyAsync("key-1"));
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.NotNull(await FindKeyAsync("key-1"));
        Assert.Equal(1, _platform.Requests);

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull(await FindKeyAsync("key-1"));
        Assert.Equal(2, _platform.Requests);

        _clock.Advance(TimeSpan.FromHours(1));
        _platform.Status = HttpStatusCode.InternalServerError;
        Assert.Null(await FindKeyAsync("key-1"));
        Assert.Equal(3, _platform.Requests);
    }

    [Fact]
    public async Task Unknown_key_reads_the_key_set_at_most_once_in_thirty_seconds_and_a_failure_keeps_the_known_keys()
    {
        await FindKeyAsync("key-1");
        await FindKeyAsync("new");
        Assert.Equal(1, _platform.Requests);

        _clock.Advance(TimeSpan.FromSeconds(30));
        _platform.Status = HttpStatusCode.InternalServerError;
        await FindKeyAsync("new");
        Assert.Equal(2, _platform.Requests);
        Assert.NotNull(await FindKeyAsync("key-1"));
        await FindKeyAsync("new");
        Assert.Equal(2, _platform.Requests);
    }

    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", "192.0.2.2")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:3::1")]
    [InlineData(null, null, "192.0.2.1")]
    public void Sender_is_limited_by_its_address_or_its_ipv6_network(string? address, string? same, string other)
    {
        var limiter = GuideTool.Limits(1).GlobalLimiter!;
        bool Accepts(string? sender, string path = "/lti/login")
        {
            var context = new DefaultHttpContext { Connection = { RemoteIpAddress = sender is null ? null : IPAddress.Parse(sender) } };
            context.Request.Path = path;
            using var lease = limiter.AttemptAcquire(context);
            return lease.IsAcquired;
        }

        Assert.True(Accepts(address, "/"));

        // A token comes back each second, however long a busy machine takes for this.
        Assert.Contains(Enumerable.Range(0, 10_000), _ => !Accepts(address));
        Assert.InRange(Enumerable.Range(0, 10).Count(_ => Accepts(same)), 0, 9);
        Assert.Equal(10, Enumerable.Range(0, 10).Count(_ => Accepts(other)));
        Assert.All(Enumerable.Range(0, 100), _ => Assert.True(Accepts(address, "/")));
    }

    [Fact]
    public async Task Body_over_the_limit_of_the_server_is_413()
    {
        var context = GuideTool.Post();
        context.Request.Body = new TooLargeBody();

        var answer = await GuideTool.PassAsync(context, async each => await GuideTool.ReadFormAsync(each.Request));

        Assert.Equal(StatusCodes.Status413PayloadTooLarge, answer.Status);
    }

    [Fact]
    public async Task Hosts_of_the_issuer_the_authorization_address_and_the_return_url_may_show_the_page()
    {
        await SaveAsync();
        var claims = $$"""
            {
              "iss": "{{Platform.Issuer}}", "aud": "{{Platform.ClientId}}", "sub": "user-1", "https://purl.imsglobal.org/spec/lti/claim/deployment_id": "1",
              "https://purl.imsglobal.org/spec/lti/claim/launch_presentation": { "return_url": "https://school.example.edu/course" }
            }
            """;
        var session = LtiSession.FromClaims(System.Text.Encoding.UTF8.GetBytes(claims), Platform.ClientId);
        await _storage.AddSessionAsync(session, cancellationToken: Token);
        var context = GuideTool.Post();
        context.Request.Headers.Cookie = $"__Host-launch-page={session.Id}";

        var answer = await GuideTool.ShowPageAsync(_storage, "page", context);

        Assert.Equal(200, answer.Status);
        Assert.EndsWith(
            "; frame-ancestors https://moodle.example.edu:443 https://auth.example.edu:443 https://school.example.edu:443",
            answer.Headers.ContentSecurityPolicy.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Corrected_address_stops_the_start_until_the_settings_say_replace()
    {
        (string, string?)[] Settings(string keySet, string? existing) =>
        [
            ("Platform:Issuer", Platform.Issuer), ("Platform:ClientId", Platform.ClientId), ("Platform:DeploymentId", "1"), ("Platform:Existing", existing),
            ("Platform:AuthorizationUrl", _endpoints.AuthorizationUrl), ("Platform:TokenUrl", _endpoints.TokenUrl), ("Platform:JwksUrl", keySet),
        ];
        await GuideTool.RegisterAsync(_storage, Settings(KeySet, existing: null));
        await GuideTool.RegisterAsync(_storage, Settings(KeySet, existing: null));

        await Assert.ThrowsAsync<LtiConflictException>(() => GuideTool.RegisterAsync(_storage, Settings($"{KeySet}?v=2", existing: null)));
        await GuideTool.RegisterAsync(_storage, Settings($"{KeySet}?v=2", "Replace"));
        await GuideTool.RegisterAsync(_storage, Settings($"{KeySet}?v=2", existing: null));

        Assert.Equal($"{KeySet}?v=2", (await _storage.FindClientAsync(Platform.Issuer, Platform.ClientId, Token))!.Endpoints.JwksUrl);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _platform.Dispose();
        await _storage.DisposeAsync();
    }

    private static void AssertPage(int status, string title, GuideAnswer answer)
    {
        Assert.Equal(status, answer.Status);
        Assert.Contains($"<h1>{title}</h1>", answer.Body, StringComparison.Ordinal);
    }

    private async Task SaveAsync()
        => await _storage.SaveLaunchConfigAsync(new LaunchKey(Platform.Issuer, Platform.ClientId, "1"), _endpoints, cancellationToken: Token);

    private async Task<(LtiClient Client, string State, string Nonce)> BeginAsync()
    {
        await SaveAsync();
        var client = (await _storage.FindClientAsync(Platform.Issuer, Platform.ClientId, Token))!;
        var login = LtiLogin.Create(client);
        await _storage.BeginLoginAsync(login, cancellationToken: Token);
        return (client, login.State, login.Nonce);
    }

    private Task<GuideAnswer> LaunchAsync((LtiClient Client, string State, string Nonce) login, string deployment = "1", string? cookie = null)
    {
        var token = Platform.Sign(login.Nonce, Platform.Claims(("lti:deployment_id", deployment)));
        var context = GuideTool.Post(("state", login.State), ("id_token", token));
        context.Request.Headers.Cookie = $"__Host-login-{LtiLogin.HashState(login.State)}={Uri.EscapeDataString(cookie ?? login.Nonce)}";
        return GuideTool.LaunchAsync(_storage, _keys, context);
    }

    private async Task<object?> FindKeyAsync(string keyId) => await GuideTool.FindKeysAsync(_keys, KeySet, keyId);

    private sealed class KeySetHandler : HttpMessageHandler
    {
        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            return Task.FromResult(new HttpResponseMessage(Status) { Content = new StringContent(Platform.Keys) });
        }
    }

    private sealed class TooLargeBody : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            => throw new BadHttpRequestException("Request body too large.", StatusCodes.Status413PayloadTooLarge);
    }
}
