using System.Net;
using System.Text.RegularExpressions;

namespace Lti.Storage.QuickStart.Tests.Pages;

public sealed partial class ActivityTests : IAsyncDisposable
{
    private readonly QuickStartFactory _factory = new();

    [Fact]
    public async Task Activity_page_counts_nonce_outcomes_and_shows_the_latest_first()
    {
        var browser = _factory.NewBrowser();
        await browser.LaunchAsync("sakai");
        var form = await browser.LoginAsync("moodle", "student", "get");
        await browser.PostAsync("/tool/launch", form);
        await browser.PostAsync("/tool/launch", form);

        var page = (await (await _factory.NewAdministratorAsync()).GetAsync("/admin/activity")).Html;

        Assert.Equal(["Consumed 2", "AlreadyUsed 0", "Expired 0", "Unknown 1"], Counts().Matches(page).Select(match => $"{match.Groups["name"]} {match.Groups["count"]}"), StringComparer.Ordinal);
        Assert.Equal(
            ["Unknown not proved", "Consumed https://moodle.stat.example.org", "Consumed https://sakai.ocean.example.edu"],
            Uses().Matches(page).Select(match => $"{match.Groups["outcome"]} {match.Groups["issuer"]}"), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Lists_show_no_nonce()
    {
        var browser = _factory.NewBrowser();
        var form = await browser.LoginAsync("canvas", "student", "get");
        var claims = System.Text.Json.JsonElement.Parse(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.DecodeBytes(form["id_token"].Split('.')[1]));
        await browser.PostAsync("/tool/launch", form);

        foreach (var address in (string[])["/admin/activity", "/admin/sessions", "/admin/clients"])
        {
            Assert.DoesNotContain(claims.GetProperty("nonce").GetString()!, (await (await _factory.NewAdministratorAsync()).GetAsync(address)).Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Last_ten_outcomes_are_kept()
    {
        var browser = _factory.NewBrowser();
        for (var i = 0; i < 12; i++)
        {
            await browser.LaunchAsync("schoology");
        }

        var page = (await (await _factory.NewAdministratorAsync()).GetAsync("/admin/activity")).Html;

        Assert.Equal("12", Counts().Match(page).Groups["count"].Value);
        Assert.Equal(10, Uses().Count(page));
    }

    [Fact]
    public async Task Activity_page_shows_the_cache_counts()
    {
        var browser = _factory.NewBrowser();
        await browser.LaunchAsync("brightspace");
        var address = (await browser.LaunchAsync("brightspace")).Location!.ToString();
        await browser.GetAsync(address);

        var page = (await (await _factory.NewAdministratorAsync()).GetAsync("/admin/activity")).Html;

        Assert.Contains("Launch configurations</td><td data-label=\"Hits\">5</td><td data-label=\"Misses\">2</td>", page, StringComparison.Ordinal);
        Assert.Contains("Sessions</td><td data-label=\"Hits\">3</td><td data-label=\"Misses\">0</td>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activity_page_links_to_the_health()
        => Assert.Contains("<a href=\"/healthz\">Health</a>", (await (await _factory.NewAdministratorAsync()).GetAsync("/admin/activity")).Html, StringComparison.Ordinal);

    [Fact]
    public async Task Health_check_answers()
        => Assert.Equal((HttpStatusCode.OK, "Healthy"), await _factory.NewBrowser().GetAsync("/healthz") is var answer ? (answer.Status, answer.Html) : default);

    public ValueTask DisposeAsync() => _factory.DisposeAsync();

    [GeneratedRegex("<td data-label=\"Outcome\">(?<name>[A-Za-z]+)</td><td data-label=\"Launches\">(?<count>[0-9]+)</td>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Counts();

    [GeneratedRegex("<td data-label=\"Outcome\">(?<outcome>[A-Za-z]+)</td><td data-label=\"Platform\">(?<issuer>[^<]+)</td>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Uses();
}
