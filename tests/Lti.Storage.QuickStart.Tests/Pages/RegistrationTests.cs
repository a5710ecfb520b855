using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Lti.Storage.QuickStart.Tests.Pages;

/// <summary>Registers the tool through the pages of the tool and of a simulated platform.</summary>
public sealed partial class RegistrationTests : IAsyncDisposable
{
    private readonly QuickStartFactory _factory = new();

    [Theory]
    [InlineData("canvas", LtiDeployment.DefaultDeploymentId)]
    [InlineData("moodle", "12")]
    [InlineData("blackboard", "")]
    [InlineData("brightspace", "")]
    [InlineData("schoology", "")]
    [InlineData("sakai", "")]
    public async Task Platform_registers_the_tool_and_launches_it_as_the_new_client(string platform, string deployment)
    {
        var browser = _factory.NewBrowser();
        var confirm = await browser.StartRegistrationAsync(platform);

        var registered = await browser.PostAsync("/tool/register/complete", confirm.Fields);

        Assert.Equal(HttpStatusCode.OK, registered.Status);
        Assert.Contains("org.imsglobal.lti.close", registered.Html, StringComparison.Ordinal);
        var client = Assert.Single(await _factory.Storage.FindClientsAsync($"https://localhost/platform/{platform}", cancellationToken: TestContext.Current.CancellationToken));
        var stored = await _factory.Storage.FindClientWithDeploymentsAsync(client.Id, TestContext.Current.CancellationToken);
        var only = Assert.Single(stored!.Deployments).DeploymentId;
        Assert.Equal(deployment.Length > 0 ? deployment : global::QuickStart.Platform.SimulatedPlatform.Get(platform).Key.DeploymentId, only);

        (await StartLaunchAsync(browser, platform, client.ClientId)).ShouldRefuse("suspended or waits for approval", HttpStatusCode.Forbidden);
        var administrator = await _factory.NewAdministratorAsync();
        var page = await administrator.GetAsync($"/admin/clients/{client.Id}");
        await administrator.PostAsync(page.Action, page.Fields);
        var launched = await LaunchAsync(browser, platform, client.ClientId);
        Assert.Equal(HttpStatusCode.OK, launched.Status);
        var session = _factory.LastSession;
        Assert.Equal((client.Issuer, client.ClientId), (session.Platform.Issuer, session.Platform.ClientId));
    }

    [Fact]
    public async Task Second_completion_is_refused_and_one_client_exists()
    {
        var browser = _factory.NewBrowser();
        var confirm = await browser.StartRegistrationAsync("moodle");
        await browser.PostAsync("/tool/register/complete", confirm.Fields);

        (await browser.PostAsync("/tool/register/complete", confirm.Fields)).ShouldRefuse("There is no such registration. It was completed or cancelled", HttpStatusCode.NotFound);

        Assert.Single(await AllClientsAsync());
    }

    [Fact]
    public async Task Cancelled_registration_leaves_nothing_and_closes_the_frame()
    {
        var browser = _factory.NewBrowser();
        var confirm = await browser.StartRegistrationAsync("sakai");

        var cancelled = await browser.PostAsync("/tool/register/cancel", confirm.Fields);

        Assert.Contains("org.imsglobal.lti.close", cancelled.Html, StringComparison.Ordinal);
        (await browser.PostAsync("/tool/register/complete", confirm.Fields)).ShouldRefuse("There is no such registration", HttpStatusCode.NotFound);
        Assert.Empty(await AllClientsAsync());
        Assert.Contains("No tool was registered.", (await browser.GetAsync("/platform/sakai/tools")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Registration_token_registers_one_tool()
    {
        var browser = _factory.NewBrowser();
        var frame = (await browser.GetAsync("/platform/moodle/register")).Frame;
        var (first, second) = (await browser.GetAsync(frame), await browser.GetAsync(frame));
        await browser.PostAsync("/tool/register/complete", first.Fields);

        (await browser.PostAsync("/tool/register/complete", second.Fields)).ShouldRefuse("401 Unauthorized: invalid_token");

        Assert.Single(await AllClientsAsync());
    }

    [Fact]
    public async Task Registration_pages_hide_the_token()
    {
        var browser = _factory.NewBrowser();
        var frame = (await browser.GetAsync("/platform/moodle/register")).Frame;
        var token = Token().Match(frame).Groups["token"].Value;
        Assert.True(token.Length > 20);

        var confirm = await browser.GetAsync(frame);
        var registered = await browser.PostAsync("/tool/register/complete", confirm.Fields);

        Assert.All([confirm, registered], page => Assert.DoesNotContain(token, page.Html, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_allows_only_its_own_script_and_sends_no_referrer()
    {
        using var http = _factory.CreateClient();

        using var home = await http.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        using var register = await http.GetAsync(new Uri("/platform/canvas/register", UriKind.Relative), TestContext.Current.CancellationToken);

        var (plain, framing) = (Policy(home), Policy(register));
        Assert.StartsWith("default-src 'none'; ", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("frame-src", plain, StringComparison.Ordinal);
        Assert.Matches("script-src 'sha256-[^']+'; frame-src https://localhost$", framing);
        Assert.Equal("no-referrer", Assert.Single(register.Headers.GetValues("Referrer-Policy")));
    }

    [Theory]
    [InlineData("/tool/register", "The parameter 'openid_configuration' is missing.")]
    [InlineData("/tool/register?openid_configuration=here", "'openid_configuration' must be an absolute https URL.")]
    [InlineData("/tool/register?openid_configuration=https://localhost/&openid_configuration=http://localhost/", "is given more than once")]
    [InlineData("/tool/register?openid_configuration=https://localhost/nothing/here", "The platform's configuration is an error: 404 Not Found")]
    [InlineData("/tool/register?openid_configuration=https://localhost/", "The platform's configuration is not JSON")]
    [InlineData("/tool/register?openid_configuration=https://localhost/.well-known/jwks.json", "lacks required members: issuer")]
    [InlineData("/tool/register?openid_configuration=https://localhost/platform/moodle/register?a", "The platform's configuration is not JSON")]
    [InlineData("/platform/register", "The parameter 'platform' is missing.")]
    [InlineData("/platform/launch?platform=canvas&role=student&client=unknown", "no tool with that client")]
    public async Task Malformed_start_is_refused_with_the_reason(string url, string reason) => (await _factory.NewBrowser().GetAsync(url)).ShouldRefuse(reason);

    [Theory]
    [InlineData("", "The parameter 'registration' is missing.", HttpStatusCode.BadRequest)]
    [InlineData("; = ü", "This browser did not begin this registration", HttpStatusCode.Forbidden)]
    [InlineData("3f2504e0-4f89-41d3-9a0c-0305e82c3301", "This browser did not begin this registration", HttpStatusCode.Forbidden)]
    public async Task Malformed_completion_is_refused_with_the_reason(string id, string reason, HttpStatusCode status)
    {
        foreach (var page in (string[])["/tool/register/complete", "/tool/register/cancel"])
        {
            (await _factory.NewBrowser().PostAsync(page, [KeyValuePair.Create("registration", id)])).ShouldRefuse(reason, status);
        }
    }

    [Theory]
    [InlineData("""{ "redirect_uris": ["https://evil.example/launch"] }""", "'redirect_uris' is not on the tool's domain.")]
    [InlineData("""{ "redirect_uris": [] }""", "'redirect_uris' must be a list of one URL.")]
    [InlineData("""{ "initiate_login_uri": null }""", "lacks 'initiate_login_uri'")]
    [InlineData("""{ "jwks_uri": 7 }""", "'jwks_uri' that is not text")]
    [InlineData("""{ "token_endpoint_auth_method": "client_secret_basic" }""", "must be private_key_jwt")]
    [InlineData("""{ "https://purl.imsglobal.org/spec/lti-tool-configuration": 7 }""", "lacks 'https://purl.imsglobal.org/spec/lti-tool-configuration'")]
    [InlineData("{}", "The registration token is used, expired or unknown.")]
    public async Task Platform_refuses_a_registration_in_json(string changes, string reason)
    {
        using var http = _factory.CreateClient();
        var registration = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(global::QuickStart.Registration.ToolRegistration.Compose(new Uri("http://localhost")))!;
        foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(changes)!)
        {
            registration[name] = value;
        }

        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(registration));
        using var answer = await http.PostAsync(new Uri("/platform/moodle/registrations", UriKind.Relative), content, TestContext.Current.CancellationToken);

        Assert.Equal(reason.Contains("token is used", StringComparison.Ordinal) ? HttpStatusCode.Unauthorized : HttpStatusCode.BadRequest, answer.StatusCode);
        var error = JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains(reason, error.GetProperty("error_description").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Framed_page_has_no_navigation()
    {
        using var http = _factory.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/tool/register");
        request.Headers.Add("Sec-Fetch-Dest", "iframe");

        using var framed = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var page = await framed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain("<nav", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Back to the start", page, StringComparison.Ordinal);
        Assert.Contains("<nav", (await _factory.NewBrowser().GetAsync("/")).Html, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _factory.DisposeAsync();

    private static string Policy(HttpResponseMessage response) => Assert.Single(response.Headers.GetValues("Content-Security-Policy"));

    private static async Task<Answer> LaunchAsync(Browser browser, string platform, string clientId)
    {
        var login = await StartLaunchAsync(browser, platform, clientId);
        var authorized = await browser.GetAsync(login.Location!.ToString());
        return await browser.PostAsync("/tool/launch", authorized.Fields);
    }

    private static async Task<Answer> StartLaunchAsync(Browser browser, string platform, string clientId)
        => await browser.GetAsync((await browser.GetAsync($"/platform/launch?platform={platform}&client={clientId}&role=instructor")).Location!.ToString());

    [GeneratedRegex("registration_token=(?<token>[^&]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Token();

    private async Task<List<LtiClient>> AllClientsAsync()
        => await _factory.Storage.ListClientsAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
}
