using System.Net;
using Lti.Storage.QuickStart.Tests.Registration;

namespace Lti.Storage.QuickStart.Tests.Attacks;

/// <summary>Tries to take a platform's client over by a registration, through the pages.</summary>
public sealed class TakeoverTests : IAsyncDisposable
{
    private const string Start = "/tool/register?openid_configuration=" + StubPlatform.ConfigurationUrl;
    private const string Login = "/tool/login?iss=https://lms.example.edu&login_hint=u&target_link_uri=https://localhost/tool";

    private readonly StubPlatform _platform = new();
    private readonly QuickStartFactory _factory;

    public TakeoverTests() => _factory = new QuickStartFactory { RegistrationPlatform = _platform };

    [Fact]
    public async Task Registered_client_launches_nothing_until_the_administrator_who_sees_its_addresses_approves_it()
    {
        var browser = _factory.NewBrowser();
        Assert.Equal(HttpStatusCode.OK, (await RegisterAsync(browser)).Status);
        (await browser.GetAsync(Login)).ShouldRefuse("suspended or waits for approval", HttpStatusCode.Forbidden);
        var administrator = await _factory.NewAdministratorAsync();

        var page = await ClientPageAsync(administrator, "client-1");

        Assert.Contains("The key set address is not on the issuer&#x27;s origin: https://keys.example.edu/jwks", page.Html, StringComparison.Ordinal);
        await administrator.PostAsync(page.Action, page.Fields);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync(Login)).Status);
    }

    [Fact]
    public async Task Other_key_set_is_refused_changes_nothing_and_the_administrator_sees_the_attempt()
    {
        await RegisterAsync(_factory.NewBrowser());
        var administrator = await _factory.NewAdministratorAsync();
        var page = await ClientPageAsync(administrator, "client-1");
        await administrator.PostAsync(page.Action, page.Fields);
        _platform.Json = StubPlatform.Configuration.Replace("https://keys.example.edu/jwks", "https://evil.example/jwks", StringComparison.Ordinal);

        (await RegisterAsync(_factory.NewBrowser())).ShouldRefuse("with other addresses. Nothing was changed.", HttpStatusCode.Conflict);

        var client = await _factory.Storage.FindClientAsync("https://lms.example.edu", "client-1", TestContext.Current.CancellationToken);
        Assert.Equal(("https://keys.example.edu/jwks", true), (client!.Endpoints.JwksUrl, client.IsEnabled));
        Assert.Contains("key set: https://keys.example.edu/jwks → https://evil.example/jwks", WebUtility.HtmlDecode((await administrator.GetAsync("/admin")).Html), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configuration_at_another_path_of_the_platforms_origin_takes_no_client_over()
    {
        const string Upload = "/tool/register?openid_configuration=https://lms.example.edu/files/user-7/configuration.json";
        await RegisterAsync(_factory.NewBrowser());
        var administrator = await _factory.NewAdministratorAsync();
        var page = await ClientPageAsync(administrator, "client-1");
        await administrator.PostAsync(page.Action, page.Fields);
        _platform.Json = StubPlatform.Configuration.Replace("https://keys.example.edu/jwks", "https://evil.example/jwks", StringComparison.Ordinal);

        (await RegisterAsync(_factory.NewBrowser(), Upload)).ShouldRefuse("with other addresses. Nothing was changed.", HttpStatusCode.Conflict);

        var client = await _factory.Storage.FindClientAsync("https://lms.example.edu", "client-1", TestContext.Current.CancellationToken);
        Assert.Equal("https://keys.example.edu/jwks", client!.Endpoints.JwksUrl);
        _platform.Answer = """{ "client_id": "client-of-the-upload" }""";
        Assert.Equal(HttpStatusCode.OK, (await RegisterAsync(_factory.NewBrowser(), Upload)).Status);
        Assert.Contains("client_id=client-1&", (await _factory.NewBrowser().GetAsync(Login)).Location!.ToString(), StringComparison.Ordinal);
        (await _factory.NewBrowser().GetAsync($"{Login}&client_id=client-of-the-upload")).ShouldRefuse("(Disabled)", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Second_client_of_an_issuer_leaves_logins_without_client_id_working_and_the_administrator_is_warned()
    {
        await RegisterAsync(_factory.NewBrowser());
        var administrator = await _factory.NewAdministratorAsync();
        var page = await ClientPageAsync(administrator, "client-1");
        await administrator.PostAsync(page.Action, page.Fields);
        _platform.Answer = """{ "client_id": "client-2" }""";

        await RegisterAsync(_factory.NewBrowser());

        Assert.Contains("client_id=client-1&", (await _factory.NewBrowser().GetAsync(Login)).Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains("Logins of this issuer that name no client_id fail from then on", (await ClientPageAsync(administrator, "client-2")).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://lms.example.edu:8443/file")]
    [InlineData("http://lms.example.edu/file")]
    [InlineData("https://files.lms.example.edu/file")]
    public async Task Configuration_from_another_origin_of_the_platforms_host_is_refused(string address)
    {
        var answer = await _factory.NewBrowser().GetAsync($"/tool/register?openid_configuration={address}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Matches("is not on the origin of its configuration|must be https", answer.Html);
    }

    public ValueTask DisposeAsync() => _factory.DisposeAsync();

    private static async Task<Answer> RegisterAsync(Browser browser, string start = Start)
        => await browser.PostAsync("/tool/register/complete", (await browser.GetAsync(start)).Fields);

    private async Task<Answer> ClientPageAsync(Browser administrator, string clientId)
    {
        var client = await _factory.Storage.FindClientAsync("https://lms.example.edu", clientId, TestContext.Current.CancellationToken);
        return await administrator.GetAsync($"/admin/clients/{client!.Id}");
    }
}
