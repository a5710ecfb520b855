using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Lti.Storage.Docs.Tests.Guide;

/// <summary>Drives the tool of the page as browsers, platforms and attackers do.</summary>
[Collection(typeof(GuideWalkGroup))]
[FullRun("getting started tests")]
public sealed class GuideToolTests(GuideWalk walk)
{
    private const string Membership = "http://purl.imsglobal.org/vocab/lis/v2/membership#";

    // The tool waits 5 seconds for a key set. Without that limit HttpClient waits for 100.
    private static readonly TimeSpan _keysTimeout = TimeSpan.FromSeconds(80);

    /// <summary>Gets tokens that the platform signed but the tool must not accept, by name.</summary>
    public static TheoryData<string> BadTokens { get; } =
    [
        "expired", "not yet valid", "no expiry", "other issuer", "other audience", "extra audience", "other party", "number as party", "other nonce",
        "critical extension", "short key", "no algorithm", "other algorithm", "changed", "deep linking", "other version", "no deployment", "empty",
        "not a token",
    ];

    public static TheoryData<string> HostileForms { get; } = ["none", "text", "charset", "multipart", "empty", "query"];

    [Fact]
    public async Task Login_redirects_to_the_platform_with_the_configured_address()
    {
        using var browser = new Browser(walk.ToolOnFile.Address);

        var login = await browser.LogInAsync();

        Assert.StartsWith("https://moodle.example.edu/mod/lti/auth.php?", login.Location.AbsoluteUri, StringComparison.Ordinal);
        Assert.Contains(Uri.EscapeDataString($"{walk.ToolOnFile.Address}lti/launch"), login.Location.AbsoluteUri, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Host_header_does_not_reach_the_redirect_address()
    {
        using var browser = new Browser(walk.ToolOnFile.Address);
        using var unknown = new HttpRequestMessage(HttpMethod.Get, $"/lti/login?iss={Platform.Issuer}&login_hint=1") { Headers = { Host = "attacker.example" } };
        using var port = new HttpRequestMessage(HttpMethod.Get, $"/lti/login?iss={Platform.Issuer}&login_hint=1") { Headers = { Host = "localhost:1" } };

        using var refused = await browser.SendAsync(unknown);
        using var answer = await browser.SendAsync(port);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.Redirect), (refused.StatusCode, answer.StatusCode));
        Assert.Contains($"redirect_uri={Uri.EscapeDataString($"{walk.ToolOnFile.Address}lti/launch")}&", answer.Headers.Location!.AbsoluteUri, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Tool_under_its_own_name_asks_for_https_from_then_on()
    {
        await using var tool = await walk.StartToolOnFileAsync("AllowedHosts", "*");
        using var browser = new Browser(tool.Address);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "tool.example.edu" } };

        using var answer = await browser.SendAsync(request);

        Assert.StartsWith("max-age=", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flood_of_logins_is_refused()
    {
        await using var tool = await walk.StartToolOnFileAsync("RequestsPerSecond", "1");
        using var browser = new Browser(tool.Address);
        var status = HttpStatusCode.BadRequest;

        // The tool accepts fifteen requests and one more each second.
        for (var i = 0; i < 500 && status == HttpStatusCode.BadRequest; i++)
        {
            using var answer = await browser.GetAsync("/lti/login");
            status = answer.StatusCode;
        }

        using var home = await browser.GetAsync("/");
        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.OK), (status, home.StatusCode));
    }

    [Fact]
    public async Task Launch_opens_a_page_that_can_be_reloaded()
    {
        using var browser = new Browser(walk.ToolOnFile.Address);

        var page = await browser.LaunchAsync();

        Assert.StartsWith("/launches/", page, StringComparison.Ordinal);
        var first = await browser.ReadAsync(page);
        Assert.Contains("Hello Ada. You learn in this course", first, StringComparison.Ordinal);
        Assert.Equal(first, await browser.ReadAsync(page));
    }

    [Theory]
    [InlineData(false, "Not this browser")]
    [InlineData(true, "Used already")]
    public async Task Replay_is_refused(bool keepsCookie, string title)
    {
        using var browser = new Browser(walk.ToolOnFile.Address);
        var login = await browser.LogInAsync();
        var token = Platform.Sign(login.Nonce);
        var cookies = browser.Cookies.GetCookieHeader(walk.ToolOnFile.Address);
        using var launch = await browser.BringAsync(login.State, token);
        Assert.Equal(HttpStatusCode.Redirect, launch.StatusCode);

        if (keepsCookie)
        {
            var (name, value) = cookies.Split('=', 2) is [var left, var right] ? (left, right) : default;
            browser.Cookies.Add(new Cookie(name, value, "/", "localhost") { Secure = true });
        }

        await AssertPageAsync(await browser.BringAsync(login.State, token), HttpStatusCode.BadRequest, title);
    }

    [Fact]
    public async Task One_of_many_concurrent_posts_of_a_launch_is_accepted()
    {
        using var browser = new Browser(walk.ToolOnFile.Address);
        var login = await browser.LogInAsync();
        var token = Platform.Sign(login.Nonce);

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => browser.BringAsync(login.State, token)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Two_tabs_do_not_mix()
    {
        using var browser = new Browser(walk.ToolOnFile.Address);

        // Both logins begin before the first launch.
        var (one, two) = (await browser.LogInAsync(), await browser.LogInAsync());
        var algebra = await PageOfAsync(browser, one, "Algebra");
        var botany = await PageOfAsync(browser, two, "Botany");

        Assert.Contains("<h1>Algebra</h1>", await browser.ReadAsync(algebra), StringComparison.Ordinal);
        Assert.Contains("<h1>Botany</h1>", await browser.ReadAsync(botany), StringComparison.Ordinal);
        Assert.Contains("<h1>Algebra</h1>", await browser.ReadAsync(algebra), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_of_a_page_opens_nothing_in_another_browser()
    {
        using var user = new Browser(walk.ToolOnFile.Address);
        using var other = new Browser(walk.ToolOnFile.Address);

        await AssertPageAsync(await other.GetAsync(await user.LaunchAsync()), HttpStatusCode.Unauthorized, "No launch");
    }

    [Fact]
    public async Task State_moved_to_another_browser_is_refused()
    {
        using var attacker = new Browser(walk.ToolOnFile.Address);
        using var victim = new Browser(walk.ToolOnFile.Address);
        var login = await attacker.LogInAsync();

        await AssertPageAsync(await victim.BringAsync(login.State, Platform.Sign(login.Nonce)), HttpStatusCode.BadRequest, "Not this browser");
    }

    [Theory]
    [InlineData("Instructor", "You teach this course")]
    [InlineData("Learner", "You learn in this course")]
    [InlineData("Mentor", "You may look around")]
    public async Task Role_in_the_course_decides_what_the_page_shows(string role, string expected)
    {
        using var browser = new Browser(walk.ToolOnFile.Address);
        string[] roles = [$"{Membership}{role}", "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator"];

        var page = await browser.ReadAsync(await browser.LaunchAsync(Platform.Claims(("lti:roles", roles))));

        Assert.Contains(expected, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_of_the_platform_is_encoded()
    {
        using var browser = new Browser(walk.ToolOnFile.Address);

        var page = await browser.ReadAsync(await browser.LaunchAsync(Platform.Claims(("name", "<script>alert(1)</script>"))));

        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_platform_may_show_the_page_in_a_frame()
    {
        using var browser = new Browser(walk.ToolOnFile.Address);
        var presentation = new { return_url = "https://höchst.example.edu/return" };

        using var answer = await browser.GetAsync(await browser.LaunchAsync(Platform.Claims(("lti:launch_presentation", presentation))));

        Assert.EndsWith(
            "; frame-ancestors https://moodle.example.edu:443 https://moodle.example.edu:443 https://xn--hchst-jua.example.edu:443",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")),
            StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("/", "'none'")]
    [InlineData("/admin/deployments?status=Pending", "'none'")]
    [InlineData("/nowhere", "'none'")]
    [InlineData("/lti/login", "*")]
    [InlineData("/launches/unknown", "*")]
    public async Task No_site_may_show_the_tool_in_a_frame_except_a_page_about_a_failed_launch(string address, string frames)
    {
        using var browser = new Browser(walk.ToolOnFile.Address);

        using var answer = await browser.GetAsync(address);

        Assert.EndsWith($"; form-action 'none'; frame-ancestors {frames}", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cookies_are_bound_to_the_host_and_partitioned()
    {
        using var browser = new Browser(walk.ToolOnFile.Address);
        using var begun = await browser.GetAsync($"/lti/login?iss={Platform.Issuer}&login_hint=1");
        var login = await browser.LogInAsync();
        using var launched = await browser.BringAsync(login.State, Platform.Sign(login.Nonce));

        var cookies = begun.Headers.GetValues("Set-Cookie").Concat(launched.Headers.GetValues("Set-Cookie")).ToList();

        Assert.Equal(3, cookies.Count);
        Assert.All(cookies, cookie =>
        {
            Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
            Assert.All(["path=/", "secure", "samesite=none", "httponly", "Partitioned"], part => Assert.Contains($"; {part}", cookie, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);
        });
        Assert.Contains("max-age=3600", cookies[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_logins_and_launches_leave_few_cookies()
    {
        using var browser = new Browser(walk.ToolOnFile.Address);
        for (var i = 0; i < 100; i++)
        {
            await browser.LogInAsync();
        }

        var page = "";
        for (var i = 0; i < 30; i++)
        {
            page = await browser.LaunchAsync();
        }

        await browser.ReadAsync(page);
        Assert.InRange(browser.Cookies.Count, 1, 40);
    }

    [Theory]
    [MemberData(nameof(HostileForms))]
    public async Task Request_without_a_usable_form_is_refused(string kind)
    {
        using var browser = new Browser(walk.ToolOnFile.Address);
        foreach (var address in new[] { "/lti/launch", "/lti/login" })
        {
            using var answer = kind == "query" ? await browser.PostAsync($"{address}?state=a&id_token=b", content: null) : await browser.PostAsync(address, Form(kind));

            Assert.InRange((int)answer.StatusCode, 400, 499);
        }
    }

    [Fact]
    public async Task Large_request_is_refused_before_it_is_read()
    {
        using var browser = new Browser(walk.ToolOnFile.Address);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/lti/launch")
        {
            // The body follows only if the tool asks for it.
            Content = new FormUrlEncodedContent([new("state", new string('a', 2_000_000))]),
            Headers = { ExpectContinue = true },
        };

        using var answer = await browser.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Long_hint_is_answered_without_an_error_of_the_server()
    {
        using var browser = new Browser(walk.ToolOnFile.Address);
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["iss"] = Platform.Issuer, ["login_hint"] = new('a', 50_000) };

        using var hint = await browser.PostAsync("/lti/login", new FormUrlEncodedContent(form));
        form["iss"] = new('a', 50_000);
        using var issuer = await browser.PostAsync("/lti/login", new FormUrlEncodedContent(form));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (hint.StatusCode, issuer.StatusCode));
    }

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task Token_that_is_not_for_this_login_is_refused(string kind)
    {
        using var browser = new Browser(walk.ToolOnFile.Address);
        var login = await browser.LogInAsync();

        using var refused = await browser.BringAsync(login.State, Bad(kind, login.Nonce));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);

        // The login is still unused.
        using var accepted = await browser.BringAsync(login.State, Platform.Sign(login.Nonce));
        Assert.Equal(HttpStatusCode.Redirect, accepted.StatusCode);
    }

    [Theory]
    [InlineData("error")]
    [InlineData("redirect")]
    [InlineData("junk")]
    [InlineData("silent")]
    [InlineData("nowhere")]
    public async Task Key_set_that_can_not_be_read_has_a_page_and_few_requests(string kind)
    {
        await AssertRefusesLaunchesAsync(kind == "nowhere" ? "http://127.0.0.1:1/keys" : walk.Platform.KeySet(kind));

        // The tool asks at most once in thirty seconds, however long a busy machine takes for this.
        Assert.InRange(walk.Platform.Requests(kind), kind == "nowhere" ? 0 : 1, 5);
    }

    [Fact]
    public async Task Endless_key_set_has_a_page_and_is_read_up_to_the_bound()
    {
        await using var keys = new EndlessKeySet();

        await AssertRefusesLaunchesAsync(keys.Url);

        // The buffers of a connection hold more than the tool reads.
        Assert.InRange(keys.Requests, 1, 5);
        Assert.InRange(keys.SentBytes, 1, keys.Requests * 32L * 1024 * 1024);
    }

    [Theory]
    [InlineData("odd")]
    [InlineData("elliptic")]
    public async Task Key_that_is_no_rsa_key_is_refused(string kind)
    {
        await using var tool = await walk.StartToolOnFileAsync("Platform__JwksUrl", walk.Platform.KeySet(kind));
        using var browser = new Browser(tool.Address);
        var login = await browser.LogInAsync();

        using var answer = await browser.BringAsync(login.State, Platform.Sign(login.Nonce));

        Assert.InRange((int)answer.StatusCode, 400, 502);
        Assert.NotEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
    }

    [Fact]
    public async Task Junk_tokens_cause_few_requests_for_keys()
    {
        await using var tool = await walk.StartToolOnFileAsync("Platform__JwksUrl", walk.Platform.KeySet("counted"));
        using var browser = new Browser(tool.Address);
        var login = await browser.LogInAsync();
        for (var i = 0; i < 100; i++)
        {
            using var answer = await browser.BringAsync(login.State, Platform.Sign(login.Nonce, header: Platform.Claims(("kid", $"junk-{i}"))));
        }

        // The tool asks at most once in thirty seconds, however long a busy machine takes for this.
        Assert.InRange(walk.Platform.Requests("counted"), 1, 10);
    }

    [Fact]
    public async Task Suspended_customer_gets_a_page()
    {
        using var browser = new Browser(walk.ToolOnFile.Address);
        using var pending = await BringDeploymentAsync(browser, "to-suspend");
        var row = (await AdministerAsync(HttpMethod.Get, "/admin/deployments?status=Pending")).RootElement.EnumerateArray()
            .Single(row => row.GetProperty("deploymentId").GetString() == "to-suspend");
        var address = $"/admin/clients/{row.GetProperty("client")}/deployments/{row.GetProperty("deployment")}";

        await AdministerAsync(HttpMethod.Put, $"{address}?status=Active");
        using var active = await BringDeploymentAsync(browser, "to-suspend");
        var page = active.Headers.Location!.ToString();
        await browser.ReadAsync(page);
        await AdministerAsync(HttpMethod.Put, $"{address}?status=Disabled");

        await AssertPageAsync(await browser.GetAsync(page), HttpStatusCode.Forbidden, "Suspended");
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Redirect), (pending.StatusCode, active.StatusCode));
        await AssertPageAsync(await BringDeploymentAsync(browser, "to-suspend"), HttpStatusCode.Forbidden, "Suspended");
    }

    [Fact]
    public async Task Few_deployments_of_a_client_wait()
    {
        await using var tool = await walk.StartToolOnFileAsync("RequestsPerSecond", "1000");
        using var browser = new Browser(tool.Address);
        for (var i = 0; i < 60; i++)
        {
            using var answer = await BringDeploymentAsync(browser, $"campus-{i}");
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        using var waiting = await AdministerAsync(HttpMethod.Get, "/admin/deployments?status=Pending", tool);
        Assert.Equal(50, waiting.RootElement.GetArrayLength());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer ")]
    [InlineData("Bearer wrong")]
    public async Task Administration_without_the_key_is_refused(string? authorization)
    {
        using var browser = new Browser(walk.ToolOnFile.Address);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/admin/deployments?status=Pending");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);

        using var answer = await browser.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a key of thirty-one characters.")]
    public async Task Administration_without_a_long_key_in_the_settings_does_not_exist(string key)
    {
        await using var tool = await walk.StartToolOnFileAsync("AdminKey", key);
        using var browser = new Browser(tool.Address);

        using var answer = await browser.GetAsync("/admin/deployments?status=Pending");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static string Bad(string kind, string nonce) => kind switch
    {
        "expired" => Platform.Sign(nonce, Platform.Claims(("exp", Seconds(-3600)))),
        "not yet valid" => Platform.Sign(nonce, Platform.Claims(("nbf", Seconds(3600)), ("exp", Seconds(7200)))),
        "no expiry" => Platform.Sign(nonce, Platform.Claims(("exp", null))),
        "other issuer" => Platform.Sign(nonce, Platform.Claims(("iss", "https://attacker.example"))),
        "other audience" => Platform.Sign(nonce, Platform.Claims(("aud", "another"))),
        "extra audience" => Platform.Sign(nonce, Platform.Claims(("aud", new[] { Platform.ClientId, "another" }), ("azp", Platform.ClientId))),
        "other party" => Platform.Sign(nonce, Platform.Claims(("azp", "another"))),
        "number as party" => Platform.Sign(nonce, Platform.Claims(("azp", 7))),
        "other nonce" => Platform.Sign("another"),
        "critical extension" => Platform.Sign(nonce, header: Platform.Claims(("crit", new[] { "exp" }))),
        "short key" => Platform.Sign(nonce, shortKey: true),
        "no algorithm" => Platform.Sign(nonce, header: Platform.Claims(("alg", "none"))),
        "other algorithm" => Platform.Sign(nonce, header: Platform.Claims(("alg", "HS256"))),
        "changed" => Platform.Sign(nonce)[..^8] + "AAAAAAAA",
        "deep linking" => Platform.Sign(nonce, Platform.Claims(("lti:message_type", "LtiDeepLinkingRequest"))),
        "other version" => Platform.Sign(nonce, Platform.Claims(("lti:version", "1.1"))),
        "no deployment" => Platform.Sign(nonce, Platform.Claims(("lti:deployment_id", null))),
        "empty" => "",
        _ => "not.a.token",
    };

    private static long Seconds(int fromNow) => TimeProvider.System.GetUtcNow().AddSeconds(fromNow).ToUnixTimeSeconds();

    private static HttpContent? Form(string kind)
    {
        HttpContent? content = kind switch
        {
            "none" => null,
            "text" => new StringContent("hello"),
            _ => new ByteArrayContent("state=a&id_token=b"u8.ToArray()),
        };
        var type = kind switch
        {
            "charset" => "application/x-www-form-urlencoded; charset=utf-7",
            "multipart" => "multipart/form-data; boundary=x",
            "empty" => "multipart/form-data",
            _ => null,
        };
        if (type is not null)
        {
            content!.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        return content;
    }

    private static async Task<string> PageOfAsync(Browser browser, StartedLogin login, string course)
    {
        using var answer = await browser.BringAsync(login.State, Platform.Sign(login.Nonce, Platform.Claims(("lti:context", new { id = course, title = course }))));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.ToString();
    }

    private static async Task<HttpResponseMessage> BringDeploymentAsync(Browser browser, string deploymentId)
    {
        var login = await browser.LogInAsync();
        return await browser.BringAsync(login.State, Platform.Sign(login.Nonce, Platform.Claims(("lti:deployment_id", deploymentId))));
    }

    private static async Task AssertPageAsync(HttpResponseMessage answer, HttpStatusCode status, string title)
    {
        using (answer)
        {
            var body = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {body}");
            Assert.Contains($"<h1>{title}</h1>", body, StringComparison.Ordinal);
        }
    }

    private async Task AssertRefusesLaunchesAsync(string url)
    {
        await using var tool = await walk.StartToolOnFileAsync("Platform__JwksUrl", url);
        using var browser = new Browser(tool.Address);
        var login = await browser.LogInAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => browser.BringAsync(login.State, Platform.Sign(login.Nonce))))
            .WaitAsync(_keysTimeout, TestContext.Current.CancellationToken);

        foreach (var answer in answers)
        {
            await AssertPageAsync(answer, HttpStatusCode.BadGateway, "The platform does not answer");
        }
    }

    private async Task<JsonDocument> AdministerAsync(HttpMethod method, string address, RunningTool? tool = null)
    {
        using var browser = new Browser((tool ?? walk.ToolOnFile).Address);
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = new("Bearer", walk.AdminKey);
        using var answer = await browser.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        var body = await answer.Content.ReadAsStringAsync();
        return JsonDocument.Parse(body.Length == 0 ? "null" : body);
    }
}
