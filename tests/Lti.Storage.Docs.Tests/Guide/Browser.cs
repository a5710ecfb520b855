using System.Net;
using Microsoft.AspNetCore.WebUtilities;

namespace Lti.Storage.Docs.Tests.Guide;

/// <summary>Is a browser that keeps cookies and follows no redirect by itself.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClient _client;

    public Browser(Uri tool)
    {
        var handler = new SocketsHttpHandler
        {
            CookieContainer = Cookies,
            AllowAutoRedirect = false,
            Expect100ContinueTimeout = TimeSpan.FromMinutes(1),
        };
#pragma warning disable MA0039, CA5359 // The certificate of a development machine is trusted by its own browsers only.
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore MA0039, CA5359
        _client = new HttpClient(handler) { BaseAddress = tool, Timeout = TimeSpan.FromMinutes(2) };
    }

    public CookieContainer Cookies { get; } = new() { PerDomainCapacity = 290 };

    public Task<HttpResponseMessage> GetAsync(string address) => _client.GetAsync(new Uri(address, UriKind.RelativeOrAbsolute));

    public Task<HttpResponseMessage> PostAsync(string address, HttpContent? content) => _client.PostAsync(new Uri(address, UriKind.Relative), content);

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _client.SendAsync(request);

    /// <summary>Begins a login as the platform does.</summary>
    /// <returns>The state and nonce of the redirect.</returns>
    public async Task<StartedLogin> LogInAsync()
    {
        using var answer = await GetAsync($"/lti/login?iss={Uri.EscapeDataString(Platform.Issuer)}&login_hint=user-1&client_id={Platform.ClientId}");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var location = answer.Headers.Location!;
        var sent = QueryHelpers.ParseQuery(location.Query);
        return new(location, sent["state"].ToString(), sent["nonce"].ToString());
    }

    /// <summary>Brings a token to the tool as the platform's page does.</summary>
    public Task<HttpResponseMessage> BringAsync(string state, string token)
        => PostAsync("/lti/launch", new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["state"] = state, ["id_token"] = token }));

    /// <summary>Launches, and opens the page that the tool redirects to.</summary>
    /// <returns>The address of the page.</returns>
    public async Task<string> LaunchAsync(IReadOnlyDictionary<string, object?>? claims = null)
    {
        var login = await LogInAsync();
        using var answer = await BringAsync(login.State, Platform.Sign(login.Nonce, claims));
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.ToString();
    }

    public async Task<string> ReadAsync(string address)
    {
        using var answer = await GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    public void Dispose() => _client.Dispose();
}
