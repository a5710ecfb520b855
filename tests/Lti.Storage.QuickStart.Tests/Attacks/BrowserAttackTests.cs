using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Lti.Storage.QuickStart.Tests.Attacks;

/// <summary>Attacks by browsers: foreign cookies and addresses, missing rights, floods, frames and malformed requests.</summary>
public sealed partial class BrowserAttackTests : IAsyncDisposable
{
    private const string Login = "/tool/login?iss=https://sakai.ocean.example.edu&login_hint=u&target_link_uri=https://localhost/tool";

    private readonly QuickStartFactory _factory = new();

    [Fact]
    public async Task Address_of_a_launch_opens_nothing_in_another_browser()
    {
        var address = (await _factory.NewBrowser().LaunchAsync("sakai")).Location!.ToString();

        (await _factory.NewBrowser().GetAsync(address)).ShouldRefuse("was not opened in this browser", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Ticket_of_one_launch_does_not_open_another()
    {
        var browser = _factory.NewBrowser();
        var first = (await browser.LaunchAsync("sakai")).Location!.ToString();
        var second = (await browser.LaunchAsync("moodle", "student")).Location!.ToString();
        var ticket = browser.Cookies.GetAllCookies().Single(cookie => cookie.Name.EndsWith(first.Split('/')[^1], StringComparison.Ordinal)).Value.Split('.', 2)[1];

        var stranger = _factory.NewBrowser();
        var (own, _) = await stranger.SendAsync(HttpMethod.Get, first, null, ("Lti-Launch", ticket));
        var (other, _) = await stranger.SendAsync(HttpMethod.Get, second, null, ("Lti-Launch", ticket));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (own.StatusCode, other.StatusCode));
    }

    [Theory]
    [InlineData("lti-login-{0}")]
    [InlineData("__Secure-lti-login-{0}")]
    public async Task Cookie_that_a_subdomain_could_set_does_not_finish_a_login(string name)
    {
        var (attacker, victim) = (_factory.NewBrowser(), _factory.NewBrowser());
        var form = await attacker.LoginAsync("canvas");
        var own = attacker.Cookies.GetAllCookies().Single(cookie => cookie.Name.StartsWith("__Host-lti-login-", StringComparison.Ordinal));
        var hash = LtiLogin.HashState(form["state"]);
        victim.Cookies.Add(new Uri("https://localhost"), new Cookie(string.Format(null, name, hash), own.Value));

        (await victim.PostAsync("/tool/launch", form)).ShouldRefuse("This browser did not begin this login");
    }

    [Fact]
    public async Task Cookie_of_one_login_does_not_finish_another()
    {
        var (attacker, victim) = (_factory.NewBrowser(), _factory.NewBrowser());
        var form = await attacker.LoginAsync("canvas");
        await victim.LoginAsync("canvas");
        var own = victim.Cookies.GetAllCookies().Single(cookie => cookie.Name.StartsWith("__Host-lti-login-", StringComparison.Ordinal));
        victim.Cookies.Add(new Uri("https://localhost"), new Cookie($"__Host-lti-login-{LtiLogin.HashState(form["state"])}", own.Value));

        (await victim.PostAsync("/tool/launch", form)).ShouldRefuse("This browser did not begin this login");
    }

    [Fact]
    public async Task Every_cookie_is_secure_and_of_this_host_alone()
    {
        var browser = _factory.NewBrowser();
        await browser.LaunchAsync("sakai");
        var (response, _) = await browser.SendAsync(HttpMethod.Get, Login);
        var (signIn, _) = await browser.SendAsync(HttpMethod.Get, "/admin/sign-in");

        var login = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.All(["__Host-lti-login-", "path=/", "secure", "samesite=none", "httponly", "Partitioned", "max-age=3600"], part => Assert.Contains(part, login, StringComparison.Ordinal));
        Assert.DoesNotContain("domain", login, StringComparison.OrdinalIgnoreCase);
        var antiforgery = Assert.Single(signIn.Headers.GetValues("Set-Cookie"));
        Assert.All(["__Host-lti-antiforgery=", "path=/", "secure", "samesite=strict", "httponly"], part => Assert.Contains(part, antiforgery, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hundred_logins_leave_a_bounded_number_of_cookies_and_the_last_one_launches()
    {
        var browser = _factory.NewBrowser();
        await browser.LaunchAsync("sakai");
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync(Login)).Status);
        }

        Assert.Equal(HttpStatusCode.OK, (await browser.LaunchAsync("sakai")).Status);

        var names = browser.Cookies.GetAllCookies().Select(cookie => cookie.Name).ToList();
        Assert.Equal(QuickStartCookies - 1, names.Count(name => name.StartsWith("__Host-lti-login-", StringComparison.Ordinal)));
        for (var i = 0; i < 20; i++)
        {
            await browser.LaunchAsync("sakai");
        }

        Assert.Equal(QuickStartCookies, browser.Cookies.GetAllCookies().Count(cookie => cookie.Name.StartsWith("__Host-lti-launch-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Launch_from_the_platforms_storage_needs_the_tools_own_origin_and_the_proof()
    {
        var (attacker, victim) = (_factory.NewBrowser(), _factory.NewBrowser());
        await attacker.LaunchAsync("sakai");
        var page = await attacker.GetAsync($"{Login}&lti_storage_target=_parent");
        var next = WebUtility.HtmlDecode(Next().Match(page.Html).Groups["address"].Value).Replace("login_hint=u", "login_hint=simulated-user&lti_message_hint=student", StringComparison.Ordinal);
        var form = (await attacker.GetAsync(next)).Fields;
        form["hash"] = LtiLogin.HashState(form["state"]);

        // Without the cookie the launch is a page whose script asks the platform's storage.
        Assert.Contains("data-target=\"_parent\"", (await victim.PostAsync("/tool/launch", form)).Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, await StoredAsync(victim, form, "https://evil.example"));
        Assert.Equal(HttpStatusCode.BadRequest, await StoredAsync(victim, form, "null"));
        Assert.Equal(HttpStatusCode.BadRequest, await StoredAsync(victim, form, origin: null));
        Assert.Equal(HttpStatusCode.BadRequest, await StoredAsync(victim, new Dictionary<string, string>(form, StringComparer.Ordinal) { ["hash"] = "a guess" }, "https://localhost"));
        Assert.Equal(HttpStatusCode.OK, await StoredAsync(victim, form, "https://localhost"));
        Assert.Equal(HttpStatusCode.BadRequest, await StoredAsync(victim, form, "https://localhost"));
    }

    [Theory]
    [InlineData("GET", "/admin")]
    [InlineData("GET", "/admin/clients")]
    [InlineData("GET", "/admin/clients/3f2504e0-4f89-41d3-9a0c-0305e82c3301")]
    [InlineData("POST", "/admin/clients/3f2504e0-4f89-41d3-9a0c-0305e82c3301/enable")]
    [InlineData("POST", "/admin/clients/3f2504e0-4f89-41d3-9a0c-0305e82c3301/deployments/3f2504e0-4f89-41d3-9a0c-0305e82c3301/enable")]
    [InlineData("GET", "/admin/sessions")]
    [InlineData("GET", "/admin/sessions/x")]
    [InlineData("POST", "/admin/sessions/x/end")]
    [InlineData("POST", "/admin/sessions/end")]
    [InlineData("POST", "/admin/cleanup")]
    [InlineData("GET", "/admin/activity")]
    public async Task Administration_needs_the_password_and_this_machine(string method, string url)
    {
        var administrator = await _factory.NewAdministratorAsync();

        var (stranger, _) = await _factory.NewBrowser().SendAsync(new HttpMethod(method), url);
        _factory.RemoteAddress = IPAddress.Parse("192.0.2.1");
        var (remote, _) = await administrator.SendAsync(new HttpMethod(method), url);

        Assert.Equal((HttpStatusCode.Redirect, "/admin/sign-in"), (stranger.StatusCode, stranger.Headers.Location!.AbsolutePath));
        Assert.Equal(HttpStatusCode.Forbidden, remote.StatusCode);
    }

    [Fact]
    public async Task Sign_in_is_for_this_machine_limited_and_never_leads_to_another_site()
    {
        var browser = _factory.NewBrowser();
        var form = (await browser.GetAsync("/admin/sign-in")).Fields;
        form["password"] = QuickStartFactory.Password;
        form["ReturnUrl"] = "https://evil.example/";
        Assert.Equal("/admin", (await browser.PostAsync("/admin/sign-in", form)).Location!.ToString());

        browser = _factory.NewBrowser();
        form = (await browser.GetAsync("/admin/sign-in")).Fields;
        form["password"] = "a guess";
        List<HttpStatusCode> guesses = [];
        for (var i = 0; i < 12; i++)
        {
            guesses.Add((await browser.PostAsync("/admin/sign-in", form)).Status);
        }

        Assert.Equal(HttpStatusCode.Forbidden, guesses[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, guesses[^1]);
        _factory.RemoteAddress = IPAddress.Parse("192.0.2.1");
        form["password"] = QuickStartFactory.Password;
        (await browser.PostAsync("/admin/sign-in", form)).ShouldRefuse("for this machine alone", HttpStatusCode.Forbidden);
        (await browser.GetAsync("/admin/sign-in")).ShouldRefuse("for this machine alone", HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData(Login)]
    [InlineData("/tool/register?openid_configuration=here")]
    public async Task Flood_from_one_address_is_refused(string url)
    {
        using var http = _factory.CreateClient(new() { BaseAddress = _factory.ClientOptions.BaseAddress, HandleCookies = false, AllowAutoRedirect = false });

        // The bucket fills up again while a busy machine answers. So the flood goes on until it is faster.
        HttpStatusCode[] answers;
        do
        {
            answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => StatusAsync()));
        }
        while (!answers.Contains(HttpStatusCode.TooManyRequests));

        _factory.RemoteAddress = IPAddress.Parse("192.0.2.1");
        Assert.NotEqual(HttpStatusCode.TooManyRequests, await StatusAsync());

        async Task<HttpStatusCode> StatusAsync()
        {
            using var answer = await http.GetAsync(new Uri(url, UriKind.Relative), TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("/tool/login", "login")]
    [InlineData("/tool/launch", "launch")]
    [InlineData("/tool/launch/stored", "launch")]
    [InlineData("/tool/register", "registration")]
    [InlineData("/tool/register/complete", "registration")]
    public void Requests_that_strangers_can_send_have_a_rate_limit(string pattern, string limit)
    {
        var endpoints = _factory.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

        var endpoint = Assert.Single(endpoints, endpoint => endpoint.RoutePattern.RawText == pattern);

        Assert.Equal(limit, endpoint.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName);
    }

    [Fact]
    public async Task Platforms_of_a_launch_may_frame_it_and_no_other_site_the_rest()
    {
        var browser = _factory.NewBrowser();
        var address = (await browser.LaunchAsync("canvas")).Location!.ToString();
        var (launch, _) = await browser.SendAsync(HttpMethod.Get, address);
        var (home, _) = await browser.SendAsync(HttpMethod.Get, "/");
        var (admin, _) = await (await _factory.NewAdministratorAsync()).SendAsync(HttpMethod.Get, "/admin");
        var (json, _) = await browser.SendAsync(HttpMethod.Get, "/tool/jwks");
        var (error, _) = await browser.SendAsync(HttpMethod.Get, "/tool/login");

        Assert.Contains("frame-ancestors https://canvas.fern.example.edu https://localhost; form-action 'self'", Policy(launch), StringComparison.Ordinal);
        Assert.All([home, admin, json], response => Assert.Contains("frame-ancestors 'none'; form-action", Policy(response), StringComparison.Ordinal));
        Assert.Contains("form-action 'none'", Policy(error), StringComparison.Ordinal);
        Assert.All([launch, home, admin, json, error], response => Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options"))));
    }

    [Fact]
    public async Task Other_browser_cannot_complete_or_cancel_a_registration()
    {
        var confirm = await _factory.NewBrowser().StartRegistrationAsync("moodle");
        var other = _factory.NewBrowser();

        (await other.PostAsync("/tool/register/complete", confirm.Fields)).ShouldRefuse("did not begin this registration", HttpStatusCode.Forbidden);
        (await other.PostAsync("/tool/register/cancel", confirm.Fields)).ShouldRefuse("did not begin this registration", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Request_under_another_host_is_refused()
    {
        var (response, html) = await _factory.NewBrowser().SendAsync(HttpMethod.Get, Login, null, ("Host", "evil.example"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.DoesNotContain("evil.example", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7", "state=a")]
    [InlineData("application/x-www-form-urlencoded; charset=none-such", "state=a")]
    [InlineData("multipart/form-data", "state=a")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"state\"\r\n\r\na")]
    [InlineData("multipart/form-data; boundary=x", "no boundary")]
    [InlineData("multipart/form-data; boundary=", "--x--")]
    public async Task Form_that_cannot_be_read_is_a_fault_of_the_sender(string type, string body)
    {
        foreach (var url in (string[])["/tool/login", "/tool/launch", "/tool/register/complete"])
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            var answer = await _factory.NewBrowser().PostAsync(url, content);

            Assert.InRange((int)answer.Status, 400, 499);
            Assert.DoesNotContain("Exception", answer.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("Parameter &#x27;", answer.Html, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("login_hint")]
    [InlineData("lti_message_hint")]
    [InlineData("target_link_uri")]
    [InlineData("lti_storage_target")]
    [InlineData("client_id")]
    public async Task Large_parameter_of_a_login_is_refused(string name)
    {
        var browser = _factory.NewBrowser();
        await browser.LaunchAsync("sakai");
        Dictionary<string, string> form = new(StringComparer.Ordinal)
        {
            ["iss"] = "https://sakai.ocean.example.edu",
            ["login_hint"] = "u",
            ["target_link_uri"] = "https://localhost/tool",
            [name] = new('x', 70_000),
        };

        (await browser.PostAsync("/tool/login", form)).ShouldRefuse($"The parameter '{name}' is longer than");
    }

    public ValueTask DisposeAsync() => _factory.DisposeAsync();

    private const int QuickStartCookies = global::QuickStart.Tool.BrowserCookies.Kept;

    private static string Policy(HttpResponseMessage response) => Assert.Single(response.Headers.GetValues("Content-Security-Policy"));

    private static async Task<HttpStatusCode> StoredAsync(Browser browser, Dictionary<string, string> form, string? origin)
    {
        using var content = new FormUrlEncodedContent(form);
        var (response, _) = await browser.SendAsync(HttpMethod.Post, "/tool/launch/stored", content, origin is null ? [] : [("Origin", origin)]);
        return response.StatusCode;
    }

    [GeneratedRegex("id=\"next\" href=\"(?<address>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Next();
}
