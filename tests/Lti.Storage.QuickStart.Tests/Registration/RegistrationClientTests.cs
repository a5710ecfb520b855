using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using QuickStart;
using QuickStart.Registration;
using QuickStart.Tool;

namespace Lti.Storage.QuickStart.Tests.Registration;

/// <summary>Tests the client over real sockets against a stub server.</summary>
public sealed class RegistrationClientTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();
    private readonly TaskCompletionSource _asked = new();
    private readonly HttpClient _http = new(new PublicAddresses(allowLoopback: true).CreateHandler());
    private WebApplication _server = null!;
    private (string Authorization, string Accept, string? ContentType) _request;
    private int _requests;

    private Uri Root => new(_server.Urls.Single());

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Use((context, next) =>
        {
            Interlocked.Increment(ref _requests);
            _request = (context.Request.Headers.Authorization.ToString(), context.Request.Headers.Accept.ToString(), context.Request.ContentType);
            return next(context);
        });
        _server.MapGet("/ok", () => Results.Text("{}", "application/json"));
        _server.MapGet("/moved", () => Results.Redirect("/ok"));
        _server.MapGet("/missing", () => Results.NotFound());
        _server.MapGet("/endless", async context =>
        {
            var chunk = new byte[65_536];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
            }
        });
        _server.MapGet("/silent", async context =>
        {
            await context.Response.Body.WriteAsync("{"u8.ToArray(), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            _asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        _server.MapPost("/refuses", () => Results.Json(new { error = "invalid_redirect_uri", error_description = "Not on your domain." }, statusCode: 400));
        _server.MapPost("/repeats", (HttpRequest request) => Results.Json(new { error = "invalid_token", error_description = request.Headers.Authorization.ToString() }, statusCode: 401));
        _server.MapPost("/registers", () => Results.Json(new { client_id = "client-1" }, statusCode: 201));
        await _server.StartAsync();
    }

    [Fact]
    public async Task Configuration_request_accepts_json_and_carries_the_token()
    {
        Assert.Equal("{}", Encoding.UTF8.GetString(await FetchAsync("/ok", "token-1")));
        Assert.Equal(("Bearer token-1", "application/json", null), _request);
    }

    [Fact]
    public async Task Request_without_a_token_has_no_authorization_header()
    {
        await FetchAsync("/ok", token: null);
        Assert.Empty(_request.Authorization);
    }

    [Fact]
    public async Task Redirect_is_not_followed()
    {
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => FetchAsync("/moved", "token-1"));

        Assert.Contains("is a redirect (302). The tool does not follow redirects.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, _requests);
    }

    [Fact]
    public async Task Error_is_reported_by_its_status()
        => Assert.Contains("404 Not Found", (await Assert.ThrowsAsync<RequestRefusedException>(() => FetchAsync("/missing", token: null))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Endless_answer_is_refused()
        => Assert.Contains("larger than 262144 bytes", (await Assert.ThrowsAsync<RequestRefusedException>(() => FetchAsync("/endless", token: null))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Slow_answer_times_out()
    {
        var answer = FetchAsync("/silent", token: null);
        await _asked.Task;

        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Contains("timed out after 10 seconds", (await Assert.ThrowsAsync<RequestRefusedException>(() => answer)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_is_not_reported_as_a_timeout()
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var answer = new RegistrationClient(_http, _clock).FetchConfigurationAsync(new Uri(Root, "/silent"), token: null, leaving.Token);
        await _asked.Task;

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public async Task Refused_connection_hides_its_reason()
    {
        await _server.StopAsync(TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => FetchAsync("/ok", token: null));

        Assert.Contains("No public address of that host answers", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("refused", refused.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Registration_request_sends_json_and_the_token()
    {
        Assert.Equal("{\"client_id\":\"client-1\"}", Encoding.UTF8.GetString(await RegisterAsync("/registers")));
        Assert.Equal(("Bearer token-1", "application/json", "application/json"), _request);
    }

    [Fact]
    public async Task Refusal_quotes_the_platform()
        => Assert.Contains(
            "400 Bad Request: invalid_redirect_uri: Not on your domain.",
            (await Assert.ThrowsAsync<RequestRefusedException>(() => RegisterAsync("/refuses"))).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "errors": ["The domain is taken.", 7, "Ask us."] }""", "400 Bad Request: The domain is taken.; Ask us.")]
    [InlineData("""{ "errors": [{ "message": "Not on your domain." }, { "error": "no scope" }, {}] }""", "400 Bad Request: Not on your domain.; no scope")]
    [InlineData("""{ "errors": "One text." }""", "400 Bad Request: One text.")]
    [InlineData("""{ "errors": { "scopes": ["no"] } }""", """400 Bad Request: { "scopes": ["no"] }""")]
    [InlineData("""{ "error": "invalid", "errors": [] }""", "400 Bad Request: invalid")]
    public void Refusal_quotes_the_errors_of_platforms_that_list_them(string body, string text)
        => Assert.Equal(text, RegistrationError.Describe(400, Encoding.UTF8.GetBytes(body), "token-1"));

    [Fact]
    public async Task Refusal_does_not_quote_an_answer_with_the_token()
    {
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => RegisterAsync("/repeats"));

        Assert.Contains("401 Unauthorized", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("token-1", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task Loopback_is_refused_unless_allowed(string host)
    {
        using var http = new HttpClient(new PublicAddresses(allowLoopback: false).CreateHandler());
        var url = new UriBuilder(Root) { Host = host, Path = "/ok" }.Uri;

        await Assert.ThrowsAsync<RequestRefusedException>(() => new RegistrationClient(http, _clock).FetchConfigurationAsync(url, token: null, TestContext.Current.CancellationToken));

        Assert.Equal(0, _requests);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
    }

    private Task<byte[]> FetchAsync(string path, string? token)
        => new RegistrationClient(_http, _clock).FetchConfigurationAsync(new Uri(Root, path), token, TestContext.Current.CancellationToken);

    private Task<byte[]> RegisterAsync(string path)
        => new RegistrationClient(_http, _clock).RegisterAsync(new Uri(Root, path), "token-1", "{}"u8.ToArray(), TestContext.Current.CancellationToken);
}
