using System.Net;
using System.Text.RegularExpressions;

namespace Lti.Storage.QuickStart.Tests.Pages;

public sealed partial class SessionTests : IAsyncDisposable
{
    private readonly QuickStartFactory _factory = new();

    [Fact]
    public async Task Session_is_deleted_from_the_list()
    {
        var browser = _factory.NewBrowser();
        var id = LaunchTests.SessionId(await browser.LaunchAsync("brightspace"));
        var list = await browser.GetAsync("/tool/sessions");
        Assert.Contains(id.ToString(), list.Html, StringComparison.Ordinal);

        var ended = await browser.PostAsync($"/tool/sessions/{id}/end", list.Fields);

        Assert.Equal(HttpStatusCode.OK, ended.Status);
        (await browser.GetAsync($"/tool/sessions/{id}")).ShouldRefuse("There is no such session", HttpStatusCode.NotFound);
        (await browser.PostAsync($"/tool/sessions/{id}/end", list.Fields)).ShouldRefuse("There is no such session", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Sessions_of_one_platform_are_deleted_and_no_others()
    {
        var browser = _factory.NewBrowser();
        await browser.LaunchAsync("moodle");
        await browser.LaunchAsync("moodle", "student");
        var other = LaunchTests.SessionId(await browser.LaunchAsync("sakai"));
        var list = await browser.GetAsync("/tool/sessions?issuer=https://moodle.stat.example.org");

        var ended = await browser.PostAsync(
            "/tool/sessions/end", new Dictionary<string, string>(list.Fields, StringComparer.Ordinal) { ["issuer"] = "https://moodle.stat.example.org" });

        Assert.Contains("2 sessions were deleted", ended.Html, StringComparison.Ordinal);
        Assert.Contains("href=\"/tool/sessions?issuer=https%3A%2F%2Fsakai.ocean.example.edu\"", (await browser.GetAsync("/tool/sessions")).Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"/tool/sessions/{other}")).Status);
    }

    [Fact]
    public async Task Cleanup_shows_its_counts()
    {
        var browser = _factory.NewBrowser();
        await _factory.Storage.StoreNonceAsync("about to expire", TimeSpan.FromTicks(1), TestContext.Current.CancellationToken);
        var list = await browser.GetAsync("/tool/sessions");

        var cleaned = await browser.PostAsync("/tool/cleanup", list.Fields);

        Assert.Matches(new Regex("Nonces</th><td>1</td>.*Sessions</th><td>0</td>", RegexOptions.Singleline, TimeSpan.FromSeconds(1)), cleaned.Html);
    }

    [Theory]
    [InlineData("/tool/cleanup")]
    [InlineData("/tool/sessions/end")]
    [InlineData("/tool/sessions/3f2504e0-4f89-41d3-9a0c-0305e82c3301/end")]
    public async Task Form_from_another_site_is_refused(string url)
        => (await _factory.NewBrowser().PostAsync(url, [KeyValuePair.Create("issuer", "https://moodle.stat.example.org")])).ShouldRefuse("This form is too old or was not opened on this site");

    public ValueTask DisposeAsync() => _factory.DisposeAsync();
}
