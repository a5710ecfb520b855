using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using QuickStart;

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

        using var launch = new FormUrlEncodedContent(await browser.LoginAsync("sakai"));
        var (launched, _) = await browser.SendAsync(HttpMethod.Post, "/tool/launch", launch);
        var (registering, _) = await browser.SendAsync(HttpMethod.Get, (await browser.GetAsync("/platform/moodle/register")).Frame);
        var form = (await browser.GetAsync("/admin/sign-in")).Fields;
        form["password"] = QuickStartFactory.Password;
        using var password = new FormUrlEncodedContent(form);
        var (signedIn, _) = await browser.SendAsync(HttpMethod.Post, "/admin/sign-in", password);
        foreach (var (answer, name, sameSite) in ((HttpResponseMessage, string, string)[])
            [(launched, "__Host-lti-launch-", "none"), (registering, "__Host-lti-registration-", "none"), (signedIn, "__Host-lti-admin=", "strict")])
        {
            var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), set => set.StartsWith(name, StringComparison.Ordinal) && !set.Contains("=;", StringComparison.Ordinal));
            Assert.All(["path=/", "secure", $"samesite={sameSite}", "httponly"], part => Assert.Contains($"; {part}", cookie, StringComparison.Ordinal));
            Assert.Equal(sameSite == "none", cookie.Contains("; Partitioned", StringComparison.Ordinal));
            Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);
        }
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

    [Fact]
    public async Task Any_host_of_the_platform_may_frame_the_way_to_a_launch_and_only_the_signed_one_the_launch()
    {
        var browser = _factory.NewBrowser();
        await browser.LaunchAsync("blackboard");
        var login = "/tool/login?iss=https://blackboard.example.com&login_hint=u&target_link_uri=https://localhost/tool&lti_storage_target=_parent";
        var (put, html) = await browser.SendAsync(HttpMethod.Get, login);
        var next = WebUtility.HtmlDecode(Next().Match(html).Groups["address"].Value).Replace("login_hint=u", "login_hint=simulated-user&lti_message_hint=student", StringComparison.Ordinal);
        var form = (await browser.GetAsync(next)).Fields;
        var stranger = _factory.NewBrowser();
        using var launch = new FormUrlEncodedContent(form);
        var (get, _) = await stranger.SendAsync(HttpMethod.Post, "/tool/launch", launch);
        form["hash"] = LtiLogin.HashState(form["state"]);
        using var stored = new FormUrlEncodedContent(form);
        var (_, json) = await stranger.SendAsync(HttpMethod.Post, "/tool/launch/stored", stored, ("Origin", "https://localhost"));
        var address = System.Text.Json.JsonElement.Parse(json).GetProperty("address").GetString()!;
        var (open, _) = await stranger.SendAsync(HttpMethod.Get, address);
        var (forged, _) = await stranger.SendAsync(HttpMethod.Get, $"{address}x");
        var (registration, _) = await browser.SendAsync(HttpMethod.Get, (await browser.GetAsync("/platform/canvas/register")).Frame);

        Assert.All([put, get, registration], page => Assert.Contains("frame-ancestors *;", Policy(page), StringComparison.Ordinal));
        Assert.Contains("frame-ancestors https://blackboard.example.com https://localhost https://learn.chem.example.com;", Policy(open), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, forged.StatusCode);
    }

    [Fact]
    public async Task Every_page_of_the_administration_needs_the_password_and_this_machine()
    {
        var administrator = await _factory.NewAdministratorAsync();
        var endpoints = Administration().Where(endpoint => endpoint.Url != "/admin/sign-in").ToList();

        Assert.InRange(endpoints.Count, 15, 50);
        foreach (var (method, url) in endpoints)
        {
            var (stranger, _) = await _factory.NewBrowser().SendAsync(method, url);
            _factory.RemoteAddress = IPAddress.Parse("192.0.2.1");
            var (remote, _) = await administrator.SendAsync(method, url);
            _factory.RemoteAddress = IPAddress.Loopback;

            Assert.Equal((url, HttpStatusCode.Redirect, "/admin/sign-in"), (url, stranger.StatusCode, stranger.Headers.Location?.AbsolutePath));
            Assert.Equal((url, HttpStatusCode.Forbidden), (url, remote.StatusCode));
        }
    }

    [Fact]
    public async Task Every_form_of_the_administration_from_another_site_is_refused()
    {
        var administrator = await _factory.NewAdministratorAsync();
        var forms = Administration().Where(endpoint => endpoint.Method == HttpMethod.Post).ToList();

        Assert.InRange(forms.Count, 10, 50);
        foreach (var (_, url) in forms)
        {
            var answer = await administrator.PostAsync(url, [KeyValuePair.Create("issuer", "https://moodle.stat.example.org"), KeyValuePair.Create("password", QuickStartFactory.Password)]);
            answer.ShouldRefuse("This form is too old or was not opened on this site");
        }
    }

    [Fact]
    public async Task Every_page_of_the_administration_says_that_it_is_a_demonstration()
    {
        await _factory.NewBrowser().LaunchAsync("sakai");
        var administrator = await _factory.NewAdministratorAsync();
        var client = await _factory.Storage.ListClientsAsync(cancellationToken: TestContext.Current.CancellationToken).FirstAsync(TestContext.Current.CancellationToken);
        var session = Pages.SessionTests.Address(await administrator.GetAsync("/admin/sessions"));

        foreach (var (_, url) in Administration($"{client.Id}").Where(endpoint => endpoint.Method == HttpMethod.Get))
        {
            var page = await administrator.GetAsync(url.StartsWith("/admin/sessions/", StringComparison.Ordinal) ? session : url);
            Assert.Equal((url, HttpStatusCode.OK), (url, page.Status));
            Assert.True(page.Html.Contains("This is a demonstration. A real tool signs its administrators in", StringComparison.Ordinal), url);
        }
    }

    [Fact]
    public async Task Cookie_of_an_earlier_start_leads_to_the_sign_in()
    {
        var options = _factory.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(CookieAuthenticationDefaults.AuthenticationScheme);
        var identity = new ClaimsIdentity([new Claim("start", "an earlier one")], CookieAuthenticationDefaults.AuthenticationScheme);
        var cookie = options.TicketDataFormat.Protect(new AuthenticationTicket(new ClaimsPrincipal(identity), CookieAuthenticationDefaults.AuthenticationScheme));

        var (answer, _) = await _factory.NewBrowser().SendAsync(HttpMethod.Get, "/admin", null, ("Cookie", $"__Host-lti-admin={cookie}"));

        Assert.Equal((HttpStatusCode.Redirect, "/admin/sign-in"), (answer.StatusCode, answer.Headers.Location?.AbsolutePath));
    }

    [Theory]
    [InlineData("/admin/cleanup")]
    [InlineData("/admin/sessions/end")]
    [InlineData("/admin/keys/rotate")]
    public async Task Form_sent_after_a_restart_leads_through_the_sign_in_to_a_page(string url)
    {
        var browser = _factory.NewBrowser();
        var asked = await browser.PostAsync(url, []);
        var form = (await browser.GetAsync(asked.Location!.PathAndQuery)).Fields;
        form["password"] = QuickStartFactory.Password;

        var signedIn = await browser.PostAsync("/admin/sign-in", form);

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(signedIn.Location!.ToString())).Status);
        var page = await _factory.NewBrowser().GetAsync("/admin/sessions?issuer=a");
        Assert.Equal("?ReturnUrl=%2Fadmin%2Fsessions%3Fissuer%3Da", page.Location!.Query);
    }

    [Fact]
    public async Task Sign_out_ends_the_sign_in_and_leads_to_the_start()
    {
        var administrator = await _factory.NewAdministratorAsync();
        var page = await administrator.GetAsync("/admin");

        var left = await administrator.PostAsync("/admin/sign-out", page.Fields);

        Assert.Equal((HttpStatusCode.Redirect, "/"), (left.Status, left.Location?.ToString()));
        Assert.Equal(HttpStatusCode.Redirect, (await administrator.GetAsync("/admin")).Status);
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
    [InlineData("/tool/register/complete")]
    public async Task Flood_from_one_address_is_refused(string url)
    {
        await FloodAsync(url, () => { });

        _factory.RemoteAddress = IPAddress.Parse("192.0.2.1");
        Assert.NotEqual(HttpStatusCode.TooManyRequests, await StatusAsync(url));
    }

    [Fact]
    public void Every_request_of_a_stranger_that_costs_something_is_limited()
    {
        var endpoints = _factory.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();

        foreach (var (address, policy) in ((string, string)[])
            [
                ("/tool/login", RateLimits.Login), ("/tool/launch", RateLimits.Launch), ("/tool/launch/stored", RateLimits.Launch),
                ("/tool/register", RateLimits.Registration), ("/tool/register/complete", RateLimits.Registration), ("/tool/register/cancel", RateLimits.Registration),
            ])
        {
            var found = endpoints.Where(endpoint => endpoint.RoutePattern.RawText == address).ToList();
            Assert.NotEmpty(found);
            Assert.All(found, endpoint => Assert.Equal(policy, endpoint.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName));
        }
    }

    [Fact]
    public async Task Addresses_of_one_ipv6_network_are_one_sender()
    {
        const string Register = "/tool/register?openid_configuration=here";
        var host = 0;
        await FloodAsync(Register, () => _factory.RemoteAddress = IPAddress.Parse($"2001:db8:1:2:{Interlocked.Increment(ref host) & 0xffff:x}::1"));

        _factory.RemoteAddress = IPAddress.Parse("2001:db8:1:3::1");
        Assert.NotEqual(HttpStatusCode.TooManyRequests, await StatusAsync(Register));
    }

    [Fact]
    public async Task Platforms_of_a_launch_may_frame_it_and_no_other_site_the_rest()
    {
        var browser = _factory.NewBrowser();
        var address = (await browser.LaunchAsync("canvas")).Location!.ToString();
        var (launch, _) = await browser.SendAsync(HttpMethod.Get, address);
        var (home, _) = await browser.SendAsync(HttpMethod.Get, "/");
        var (admin, _) = await (await _factory.NewAdministratorAsync()).SendAsync(HttpMethod.Get, "/admin");
        var (json, _) = await browser.SendAsync(HttpMethod.Get, "/.well-known/jwks.json");
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

    /// <summary>The form may leak, for example through a screenshot or a hostile extension.</summary>
    [Fact]
    public async Task Cookie_made_from_the_form_completes_no_registration()
    {
        var confirm = await _factory.NewBrowser().StartRegistrationAsync("moodle");
        var field = Assert.Single(confirm.Fields, field => field.Key == "registration").Value;
        var other = _factory.NewBrowser();

        foreach (var forged in (string[])[field, Hash(field), $"{Guid.Empty:N}"])
        {
            using var form = new FormUrlEncodedContent(confirm.Fields);
            var (response, _) = await other.SendAsync(
                HttpMethod.Post, "/tool/register/complete", form, ("Cookie", $"__Host-lti-registration-{field}=1.{forged}"));
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }

        static string Hash(string text) => WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public async Task Request_under_another_host_is_refused()
    {
        var (response, html) = await _factory.NewBrowser().SendAsync(HttpMethod.Get, Login, null, ("Host", "evil.example"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.DoesNotContain("evil.example", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://tool.example.edu/")]
    [InlineData("https://TOOL.example.edu:443")]
    [InlineData("HTTPS://Tool.Example.edu:443/")]
    public async Task Public_address_is_taken_as_a_browser_writes_it(string setting)
    {
        await using var factory = new QuickStartFactory { PublicUrl = setting };
        var start = await factory.NewBrowser().GetAsync("/platform/launch?platform=sakai&role=student");
        var login = await factory.NewBrowser().GetAsync(start.Location!.ToString());

        Assert.Contains("redirect_uri=https%3A%2F%2Ftool.example.edu%2Ftool%2Flaunch&", login.Location!.AbsoluteUri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tool.example.edu", "must be an absolute https URL")]
    [InlineData("http://tool.example.edu", "must be https")]
    [InlineData("https://tool.example.edu/lti", "without a path")]
    [InlineData("https://tool.example.edu/?a", "without a path")]
    public void Public_address_that_no_launch_could_use_ends_the_start(string setting, string reason)
    {
        var error = Assert.Throws<RequestRefusedException>(() => QuickStartApp.Create([$"--PublicUrl={setting}", "--memory"]));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forged_port_or_scheme_does_not_reach_the_tools_own_addresses()
    {
        var platform = new Registration.StubPlatform();
        await using var factory = new QuickStartFactory { PublicUrl = "https://tool.example.edu", RegistrationPlatform = platform };
        var browser = factory.NewBrowser();
        await browser.GetAsync((await browser.GetAsync("/platform/launch?platform=sakai&role=student")).Location!.ToString());

        var (login, _) = await browser.SendAsync(HttpMethod.Get, Login, null, ("Host", "localhost:1"));
        var start = await browser.GetAsync($"/tool/register?openid_configuration={Registration.StubPlatform.ConfigurationUrl}");
        using var form = new FormUrlEncodedContent(start.Fields);
        var (registered, _) = await browser.SendAsync(HttpMethod.Post, "/tool/register/complete", form, ("Host", "localhost:1"));

        Assert.Equal(HttpStatusCode.Redirect, login.StatusCode);
        Assert.Contains("redirect_uri=https%3A%2F%2Ftool.example.edu%2Ftool%2Flaunch&", login.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, registered.StatusCode);
        Assert.Contains("https://tool.example.edu/tool/launch", platform.Registered!.Value.Registration, StringComparison.Ordinal);
        Assert.DoesNotContain("localhost", platform.Registered!.Value.Registration, StringComparison.Ordinal);
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
        foreach (var url in (string[])["/tool/login", "/tool/launch", "/tool/launch/stored", "/tool/register/complete", "/tool/register/cancel", "/admin/sign-in"])
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

    /// <summary>Gets each endpoint of the administration. The ids are those of a client.</summary>
    private List<(HttpMethod Method, string Url)> Administration(string id = "3f2504e0-4f89-41d3-9a0c-0305e82c3301") =>
    [
        .. from endpoint in _factory.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let url = $"/{endpoint.RoutePattern.RawText!.Trim('/')}"
        where url.StartsWith("/admin", StringComparison.Ordinal)
        from method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
        select (new HttpMethod(method), url.Replace("{id}", id, StringComparison.Ordinal).Replace("{deployment}", id, StringComparison.Ordinal)),
    ];

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

    /// <summary>Sends requests until one is refused. The bucket fills up again while a busy machine answers.</summary>
    private async Task FloodAsync(string url, Action before)
    {
        HttpStatusCode[] answers;
        do
        {
            answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ =>
            {
                before();
                return StatusAsync(url);
            }));
        }
        while (!answers.Contains(HttpStatusCode.TooManyRequests));
    }

    private async Task<HttpStatusCode> StatusAsync(string url)
    {
        using var http = _factory.CreateClient(new() { BaseAddress = _factory.ClientOptions.BaseAddress, HandleCookies = false, AllowAutoRedirect = false });
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("registration", "junk")]);
        using var answer = url.EndsWith("complete", StringComparison.Ordinal)
            ? await http.PostAsync(new Uri(url, UriKind.Relative), form, TestContext.Current.CancellationToken)
            : await http.GetAsync(new Uri(url, UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
