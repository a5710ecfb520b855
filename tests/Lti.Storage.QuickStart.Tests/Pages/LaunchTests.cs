using System.Net;

namespace Lti.Storage.QuickStart.Tests.Pages;

public sealed class LaunchTests(QuickStartFactory factory) : IClassFixture<QuickStartFactory>
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
        var session = await factory.Storage.FindSessionAsync(factory.LastSession.Id, TestContext.Current.CancellationToken);
        Assert.Equal((role == "instructor", role == "student", role == "administrator"), (session!.IsInstructor, session.IsStudent, session.IsAdmin));
        replayed.ShouldRefuse("already used");
    }

    [Fact]
    public async Task Launch_from_another_browser_is_refused_and_still_works_in_its_own()
    {
        var (browser, thief) = (factory.NewBrowser(), factory.NewBrowser());
        var form = await browser.LoginAsync("canvas", "instructor", "get");

        (await thief.PostAsync("/tool/launch", form)).ShouldRefuse("This browser did not begin this login");

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
}
