using System.Net;
using System.Text.RegularExpressions;

namespace Lti.Storage.QuickStart.Tests.Pages;

public sealed partial class SessionTests : IAsyncDisposable
{
    private readonly QuickStartFactory _factory = new();

    [Fact]
    public async Task Session_page_shows_the_stored_session_and_ends_it()
    {
        var user = _factory.NewBrowser();
        var launched = await user.LaunchAsync("sakai");
        var administrator = await _factory.NewAdministratorAsync();

        var shown = await administrator.GetAsync(Address(await administrator.GetAsync("/admin/sessions")));

        var page = WebUtility.HtmlDecode(shown.Html);
        Assert.Contains("María José Ñandú 🌊", page, StringComparison.Ordinal);
        Assert.Contains("\"jwtPayload\": {", page, StringComparison.Ordinal);
        Assert.Contains("$ResourceLink.available.startDateTime", page, StringComparison.Ordinal);
        var ended = await administrator.PostAsync(shown.Action, shown.Fields);
        Assert.Contains("The session was deleted.", ended.Html, StringComparison.Ordinal);
        (await administrator.PostAsync(shown.Action, shown.Fields)).ShouldRefuse("There is no such session", HttpStatusCode.NotFound);
        (await user.GetAsync(launched.Location!.ToString())).ShouldRefuse("or it has ended", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Claims_are_shown_as_text_and_never_as_markup()
    {
        await _factory.NewBrowser().LaunchAsync("blackboard");
        var administrator = await _factory.NewAdministratorAsync();

        var shown = await administrator.GetAsync(Address(await administrator.GetAsync("/admin/sessions")));

        Assert.Contains("Kavita &quot;Kit&quot; Patel &amp; Co.", shown.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Kavita \"Kit\"", shown.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_are_listed_newest_first_without_their_ids()
    {
        var browser = _factory.NewBrowser();
        await browser.LaunchAsync("moodle");
        var first = _factory.LastSession.Id;
        await browser.LaunchAsync("sakai");

        var list = (await (await _factory.NewAdministratorAsync()).GetAsync("/admin/sessions")).Html;

        Assert.InRange(list.IndexOf("https://sakai.ocean.example.edu", StringComparison.Ordinal), 0, list.IndexOf("https://moodle.stat.example.org", StringComparison.Ordinal));
        Assert.DoesNotContain(first.ToString(), list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Addresses_break_after_a_slash_only()
    {
        await _factory.NewBrowser().LaunchAsync("sakai");

        var client = await _factory.Storage.ListClientsAsync(cancellationToken: TestContext.Current.CancellationToken).SingleAsync(TestContext.Current.CancellationToken);

        var (_, html) = await (await _factory.NewAdministratorAsync()).SendAsync(HttpMethod.Get, $"/admin/clients/{client.Id}");

        Assert.Contains(">https://localhost/<wbr>platform/<wbr>sakai/<wbr>authorize<", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("[^/]<wbr>", RegexOptions.None, TimeSpan.FromMinutes(1)), html);
    }

    [Fact]
    public async Task Start_page_claims_no_registration_that_the_tool_does_not_have()
    {
        Assert.DoesNotContain("registered already", (await _factory.NewBrowser().GetAsync("/")).Html, StringComparison.Ordinal);
        Assert.Contains("The list is empty", (await (await _factory.NewAdministratorAsync()).GetAsync("/admin/clients")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Newest_sessions_of_many_are_listed_for_the_administrator_and_the_teacher()
    {
        var teacher = _factory.NewBrowser();
        var page = (await teacher.LaunchAsync("sakai")).Location!.ToString();
        var launched = _factory.LastSession;
        for (var i = 0; i < 300; i++)
        {
            var claims = $$"""
                {
                  "iss": "{{launched.Platform.Issuer}}", "aud": "{{launched.Platform.ClientId}}", "sub": "user {{i:000}}",
                  "https://purl.imsglobal.org/spec/lti/claim/deployment_id": "{{launched.Platform.DeploymentId}}",
                  "https://purl.imsglobal.org/spec/lti/claim/context": { "id": "{{launched.Context.Id}}" }
                }
                """;
            var session = LtiSession.FromClaims(System.Text.Encoding.UTF8.GetBytes(claims), launched.Platform.ClientId);
            await _factory.Storage.AddSessionAsync(session, TimeSpan.FromDays(2) + TimeSpan.FromMinutes(i), TestContext.Current.CancellationToken);
        }

        foreach (var (html, shown) in ((string, int)[])
            [((await (await _factory.NewAdministratorAsync()).GetAsync("/admin/sessions")).Html, 200), ((await teacher.GetAsync(page)).Html, 50)])
        {
            var users = User().Matches(html).Select(match => match.Value).ToList();
            Assert.Equal(Enumerable.Range(300 - shown, shown).Reverse().Select(i => $"user {i:000}"), users.Distinct(StringComparer.Ordinal), StringComparer.Ordinal);
        }
    }

    [Fact]
    public async Task Sessions_of_one_platform_are_deleted_and_no_others()
    {
        var browser = _factory.NewBrowser();
        await browser.LaunchAsync("moodle");
        await browser.LaunchAsync("moodle", "student");
        var other = (await browser.LaunchAsync("sakai")).Location!.ToString();
        var administrator = await _factory.NewAdministratorAsync();
        var list = await administrator.GetAsync("/admin/sessions?issuer=https://moodle.stat.example.org");

        var ended = await administrator.PostAsync(
            "/admin/sessions/end", new Dictionary<string, string>(list.Fields, StringComparer.Ordinal) { ["issuer"] = "https://moodle.stat.example.org" });

        Assert.Contains("2 sessions were deleted", ended.Html, StringComparison.Ordinal);
        Assert.Contains("href=\"/admin/sessions?issuer=https%3A%2F%2Fsakai.ocean.example.edu\"", (await administrator.GetAsync("/admin/sessions")).Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(other)).Status);
    }

    [Fact]
    public async Task Cleanup_shows_its_counts()
    {
        var browser = await _factory.NewAdministratorAsync();
        await _factory.Storage.StoreNonceAsync("about to expire", TimeSpan.FromTicks(1), TestContext.Current.CancellationToken);
        var list = await browser.GetAsync("/admin/sessions");

        var cleaned = await browser.PostAsync("/admin/cleanup", list.Fields);

        Assert.Matches(new Regex("Nonces</th><td>1</td>.*Sessions</th><td>0</td>", RegexOptions.Singleline, TimeSpan.FromSeconds(1)), cleaned.Html);
    }

    [Theory]
    [InlineData("/admin/sessions/not-a-reference", "That is not a session of this list.")]
    [InlineData("/admin/sessions/3f2504e0-4f89-41d3-9a0c-0305e82c3301", "That is not a session of this list.")]
    [InlineData("/admin/sessions?issuer=a&issuer=b", "The parameter 'issuer' is given more than once.")]
    public async Task Malformed_address_is_refused(string url, string reason) => (await (await _factory.NewAdministratorAsync()).GetAsync(url)).ShouldRefuse(reason);

    internal static string Address(Answer list) => Session().Match(list.Html).Value;

    public ValueTask DisposeAsync() => _factory.DisposeAsync();

    [GeneratedRegex("user [0-9]{3}", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex User();

    [GeneratedRegex("/admin/sessions/[A-Za-z0-9_-]{40,}(?=\")", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Session();
}
