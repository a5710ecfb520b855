using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using QuickStart.Registration;
using QuickStart.Tool;

namespace Lti.Storage.QuickStart.Tests.Attacks;

/// <summary>Attacks the tool on a real server and with its real HTTP clients.</summary>
public sealed class ServerAttackTests : IAsyncLifetime
{
    private const string Metadata = "http://169.254.169.254/latest/meta-data/";

    private readonly WebApplication _platform = CreatePlatform();
    private readonly QuickStartFactory _factory = new() { UsesNetwork = true };
    private int _followed;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Moved => $"{_platform.Urls.Single()}/moved";

    public async ValueTask InitializeAsync()
    {
        _platform.MapGet("/moved", () => Results.Redirect("/target"));
        _platform.MapPost("/moved", () => Results.Redirect("/target", preserveMethod: true));
        _platform.MapMethods("/target", ["GET", "POST"], () => Interlocked.Increment(ref _followed));
        await _platform.StartAsync(Token);
    }

    [Fact]
    public async Task Large_form_is_refused_before_it_is_read()
    {
        _factory.UseKestrel();
        _factory.StartServer();
        var address = new Uri(_factory.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        using var http = new HttpClient { BaseAddress = address };
        foreach (var url in (string[])["/tool/login", "/tool/launch", "/tool/register/complete", "/admin/sign-in"])
        {
            // The body follows only if the tool asks for it.
            using var request = new HttpRequestMessage(HttpMethod.Post, url)
            {
                Content = new FormUrlEncodedContent([new("state", new string('a', 2_000_000))]),
                Headers = { ExpectContinue = true },
            };

            using var answer = await http.SendAsync(request, Token);

            Assert.Equal((url, HttpStatusCode.RequestEntityTooLarge), (url, answer.StatusCode));
        }
    }

    [Fact]
    public async Task Key_set_behind_the_firewall_is_not_asked_for()
    {
        using var client = _factory.Services.GetRequiredService<IHttpClientFactory>().CreateClient(KeySets.HttpClientName);

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri(Metadata), Token));

        Assert.Contains("an address that is not public", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configuration_behind_the_firewall_is_not_asked_for()
    {
        var client = _factory.Services.GetRequiredService<IRegistrationPlatform>();

        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => client.FetchConfigurationAsync(new Uri(Metadata), token: null, Token));

        Assert.Contains("an address that is not public", refused.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirect_of_a_key_set_or_a_configuration_is_not_followed()
    {
        var keySets = _factory.Services.GetRequiredService<IKeySets>();
        var client = _factory.Services.GetRequiredService<IRegistrationPlatform>();

        var keys = await Assert.ThrowsAsync<RequestRefusedException>(() => keySets.FindAsync(Moved, "key", Token));
        var configuration = await Assert.ThrowsAsync<RequestRefusedException>(() => client.FetchConfigurationAsync(new Uri(Moved), token: null, Token));
        var registration = await Assert.ThrowsAsync<RequestRefusedException>(() => client.RegisterAsync(new Uri(Moved), token: null, [], Token));

        Assert.Contains("status is 302", keys.Message, StringComparison.Ordinal);
        Assert.Contains("is a redirect (302)", configuration.Message, StringComparison.Ordinal);
        Assert.Contains("is a redirect (307)", registration.Message, StringComparison.Ordinal);
        Assert.Equal(0, _followed);
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        await _platform.DisposeAsync();
    }

    private static WebApplication CreatePlatform()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder.Build();
    }
}
