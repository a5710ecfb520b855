using System.Net;

namespace Lti.Storage.QuickStart.Tests;

/// <summary>Acts as a user's browser in a launch.</summary>
internal sealed class Browser(HttpClient http, CookieContainer cookies)
{
    public CookieContainer Cookies => cookies;

    public async Task<Answer> GetAsync(string url) => await ReadAsync(await http.GetAsync(new Uri(url, UriKind.RelativeOrAbsolute)));

    public async Task<Answer> PostAsync(string url, IEnumerable<KeyValuePair<string, string>> fields)
    {
        using var form = new FormUrlEncodedContent(fields);
        return await PostAsync(url, form);
    }

    /// <summary>Posts a form. It follows the redirect that answers a form (303), and no other.</summary>
    public async Task<Answer> PostAsync(string url, HttpContent content)
    {
        var answer = await ReadAsync(await http.PostAsync(new Uri(url, UriKind.RelativeOrAbsolute), content));
        return answer.Status == HttpStatusCode.SeeOther ? await GetAsync(answer.Location!.ToString()) with { Location = answer.Location } : answer;
    }

    /// <summary>Sends a request with headers of its own.</summary>
    public async Task<(HttpResponseMessage Response, string Html)> SendAsync(HttpMethod method, string url, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(url, UriKind.RelativeOrAbsolute)) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request);
        return (response, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Runs a login up to the form with the id_token. The form is not posted.</summary>
    public async Task<Dictionary<string, string>> LoginAsync(string platform, string role = "instructor", string method = "get", string deployment = "known", string message = "link")
    {
        var start = await GetAsync($"/platform/launch?platform={platform}&role={role}&method={method}&deployment={deployment}&message={message}");
        var login = method == "post" ? await PostAsync("/tool/login", start.Fields) : await GetAsync(start.Location!.ToString());
        Assert.Equal(HttpStatusCode.Redirect, login.Status);
        var authorized = await GetAsync(login.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, authorized.Status);
        return authorized.Fields;
    }

    public async Task<Answer> LaunchAsync(string platform, string role = "instructor", string method = "get")
        => await PostAsync("/tool/launch", await LoginAsync(platform, role, method));

    /// <summary>Opens the platform's page and then the tool's confirmation page.</summary>
    public async Task<Answer> StartRegistrationAsync(string platform) => await GetAsync((await GetAsync($"/platform/{platform}/register")).Frame);

    private static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            return new Answer(response.StatusCode, (await response.Content.ReadAsStringAsync()).Replace("<wbr>", "", StringComparison.Ordinal), response.Headers.Location);
        }
    }
}
