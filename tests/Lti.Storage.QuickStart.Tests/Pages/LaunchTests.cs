using System.Net;
using System.Text.RegularExpressions;

namespace Lti.Storage.QuickStart.Tests.Pages;

public sealed partial class LaunchTests(QuickStartFactory factory) : IClassFixture<QuickStartFactory>
{
    public static MatrixTheoryData<string, string, string> Launches { get; } = new(
        ["canvas", "moodle", "blackboard", "brightspace", "schoology", "sakai"], ["instructor", "student", "administrator"], ["get", "post"]);

    [Theory]
    [MemberData(nameof(Launches))]
    public async Task Launch_is_stored_and_its_replay_is_refused(string platform, string role, string method)
    {
        var browser = factory.NewBrowser();
        var form = await browser.LoginAsync(platform, role, method);

        var launched = await browser.PostAsync("/tool/launch", form);
        var replayed = await browser.PostAsync("/tool/launch", form);

        Assert.Equal(HttpStatusCode.OK, launched.Status);
        var session = await factory.Storage.FindSessionAsync(SessionId(launched), TestContext.Current.CancellationToken);
        Assert.Equal((role == "instructor", role == "student", role == "administrator"), (session!.IsInstructor, session.IsStudent, session.IsAdmin));
        replayed.ShouldRefuse("its nonce is already used (AlreadyUsed)");
    }

    [Fact]
    public async Task Session_page_shows_the_stored_session()
    {
        var browser = factory.NewBrowser();

        var shown = await browser.GetAsync($"/tool/sessions/{SessionId(await browser.LaunchAsync("sakai"))}");

        var page = WebUtility.HtmlDecode(shown.Html);
        Assert.Contains("María José Ñandú 🌊", page, StringComparison.Ordinal);
        Assert.Contains("\"jwtPayload\": {", page, StringComparison.Ordinal);
        Assert.Contains("$ResourceLink.available.startDateTime", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claims_are_shown_as_text_and_never_as_markup()
    {
        var browser = factory.NewBrowser();

        var shown = await browser.GetAsync($"/tool/sessions/{SessionId(await browser.LaunchAsync("blackboard"))}");

        Assert.Contains("Kavita &quot;Kit&quot; Patel &amp; Co.", shown.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Kavita \"Kit\"", shown.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Launch_from_another_browser_is_refused_and_still_works_in_its_own()
    {
        var (browser, thief) = (factory.NewBrowser(), factory.NewBrowser());
        var form = await browser.LoginAsync("canvas", "instructor", "get");

        (await thief.PostAsync("/tool/launch", form)).ShouldRefuse("This browser has no open login with that state");

        Assert.Equal(HttpStatusCode.OK, (await browser.PostAsync("/tool/launch", form)).Status);
    }

    [Fact]
    public async Task Id_token_of_another_login_is_refused()
    {
        var browser = factory.NewBrowser();
        var first = await browser.LoginAsync("canvas", "instructor", "get");
        var second = await browser.LoginAsync("canvas", "instructor", "get");

        (await browser.PostAsync("/tool/launch", new Dictionary<string, string>(StringComparer.Ordinal) { ["state"] = first["state"], ["id_token"] = second["id_token"] }))
            .ShouldRefuse("The id_token belongs to another login");
    }

    [Theory]
    [InlineData(0, "must be signed with RS256")]
    [InlineData(1, "signature matches no key")]
    [InlineData(2, "signature matches no key")]
    public async Task Changed_id_token_is_refused(int part, string reason)
    {
        var browser = factory.NewBrowser();
        var form = await browser.LoginAsync("moodle", "student", "get");
        var parts = form["id_token"].Split('.');
        parts[part] = part == 0
            ? Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode("""{"alg":"none","kid":"platform"}""")
            : parts[part][..10] + (parts[part][10] == 'A' ? 'B' : 'A') + parts[part][11..];

        (await browser.PostAsync("/tool/launch", new Dictionary<string, string>(StringComparer.Ordinal) { ["state"] = form["state"], ["id_token"] = string.Join('.', parts) }))
            .ShouldRefuse(reason);
    }

    internal static Guid SessionId(Answer launched) => Guid.Parse(Session().Match(launched.Html).Groups["id"].Value);

    [GeneratedRegex("/tool/sessions/(?<id>[0-9a-f-]{36})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Session();
}
