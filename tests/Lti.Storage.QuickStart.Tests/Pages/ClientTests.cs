using System.Net;
using System.Text.RegularExpressions;

namespace Lti.Storage.QuickStart.Tests.Pages;

public sealed partial class ClientTests : IAsyncDisposable
{
    private static readonly LtiEndpoints _endpoints = new() { AuthorizationUrl = "https://a.example/auth", TokenUrl = "https://a.example/token", JwksUrl = "https://a.example/jwks" };

    private readonly QuickStartFactory _factory = new();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(20, 1)]
    [InlineData(21, 2)]
    [InlineData(45, 3)]
    public async Task Pages_list_each_client_once_in_the_storages_order(int clients, int pages)
    {
        for (var i = 0; i < clients; i++)
        {
            await _factory.Storage.SaveLaunchConfigAsync(new LaunchKey("https://a.example", $"client-{i:00}", "1"), _endpoints, cancellationToken: TestContext.Current.CancellationToken);
        }

        var found = await TurnPagesAsync("/admin/clients");

        Assert.Equal(pages, found.Count);
        var stored = await _factory.Storage.ListClientsAsync(cancellationToken: TestContext.Current.CancellationToken).Select(client => client.ClientId).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(clients, stored.Count);
        Assert.Equal(stored, found.SelectMany(page => ClientIds().Matches(page).Select(match => match.Value)), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Pages_list_each_deployment_once_in_the_storages_order()
    {
        var config = (await _factory.Storage.SaveLaunchConfigAsync(new LaunchKey("https://a.example", "the-client", "deployment-00"), _endpoints, cancellationToken: TestContext.Current.CancellationToken)).Config;
        for (var i = 1; i < 25; i++)
        {
            await _factory.Storage.EnsureDeploymentAsync(config.ClientKey, $"deployment-{i:00}", cancellationToken: TestContext.Current.CancellationToken);
        }

        var found = await TurnPagesAsync($"/admin/clients/{config.ClientKey}");

        Assert.Equal(2, found.Count);
        Assert.All(found, page => Assert.Contains("https://a.example/jwks", page, StringComparison.Ordinal));
        var stored = await _factory.Storage.FindClientWithDeploymentsAsync(config.ClientKey, TestContext.Current.CancellationToken);
        Assert.Equal(stored!.Deployments.Select(deployment => deployment.DeploymentId), found.SelectMany(page => DeploymentIds().Matches(page).Select(match => match.Value)), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Client_that_waits_behind_many_others_is_shown_and_rejected()
    {
        for (var i = 0; i < 250; i++)
        {
            await _factory.Storage.AddClientAsync(new NewClient { Name = "n", Issuer = "https://a.example", ClientId = $"client {i}", Endpoints = _endpoints }, TestContext.Current.CancellationToken);
        }

        var waits = await _factory.Storage.AddClientAsync(
            new NewClient { Name = "n", Issuer = "https://a.example", ClientId = "the last one", Endpoints = _endpoints, IsEnabled = false }, TestContext.Current.CancellationToken);
        var pending = await _factory.Storage.EnsureDeploymentAsync(waits.Id, "the pending one", DeploymentStatus.Pending, TestContext.Current.CancellationToken);
        var browser = await _factory.NewAdministratorAsync();

        var page = await browser.GetAsync("/admin");

        Assert.Contains("the last one", page.Html, StringComparison.Ordinal);
        Assert.Equal("/admin", (await browser.PostAsync($"/admin/clients/{waits.Id}/deployments/{pending.Id}/reject", page.Fields)).Location!.ToString());
        Assert.Null(await _factory.Storage.FindDeploymentAsync(waits.Id, pending.Id, TestContext.Current.CancellationToken));
        Assert.Equal("/admin", (await browser.PostAsync($"/admin/clients/{waits.Id}/reject", page.Fields)).Location!.ToString());
        Assert.DoesNotContain("the last one", (await browser.GetAsync("/admin")).Html, StringComparison.Ordinal);
        (await browser.PostAsync($"/admin/clients/{waits.Id}/reject", page.Fields)).ShouldRefuse("There is no such client", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Client_that_was_approved_once_does_not_wait_and_is_not_rejected(bool isEnabled)
    {
        var token = TestContext.Current.CancellationToken;
        var client = await AddAsync(isEnabled);
        await _factory.Storage.EnsureDeploymentAsync(client.Id, "1", DeploymentStatus.Active, token);
        var browser = await _factory.NewAdministratorAsync();
        var page = await browser.GetAsync("/admin");
        Assert.Contains("Nothing waits", page.Html, StringComparison.Ordinal);

        (await browser.PostAsync($"/admin/clients/{client.Id}/reject", page.Fields)).ShouldRefuse("This client was approved", HttpStatusCode.Conflict);
        (await browser.PostAsync($"/admin/clients/{client.Id}/approve", page.Fields)).ShouldRefuse("The status of this client has changed", HttpStatusCode.Conflict);

        Assert.Equal(isEnabled, (await _factory.Storage.FindClientAsync(client.Id, token))!.IsEnabled);
    }

    [Fact]
    public async Task Approval_of_a_new_client_is_that_of_its_deployments()
    {
        var token = TestContext.Current.CancellationToken;
        var client = await AddAsync(isEnabled: false);
        await _factory.Storage.EnsureDeploymentAsync(client.Id, LtiDeployment.DefaultDeploymentId, DeploymentStatus.Pending, token);
        var browser = await _factory.NewAdministratorAsync();
        var page = await browser.GetAsync($"/admin/clients/{client.Id}");
        Assert.Contains("launches of each deployment that it ever makes are accepted", page.Html, StringComparison.Ordinal);

        await browser.PostAsync($"/admin/clients/{client.Id}/approve", page.Fields);

        Assert.Equal(LaunchOutcome.FoundThroughDefault, (await _factory.Storage.FindLaunchAsync(new LaunchKey(client.Issuer, client.ClientId, "made later"), token)).Outcome);
    }

    [Fact]
    public async Task Resumed_client_keeps_what_waits_and_what_is_suspended()
    {
        var token = TestContext.Current.CancellationToken;
        var client = await AddAsync(isEnabled: false);
        foreach (var status in Enum.GetValues<DeploymentStatus>())
        {
            await _factory.Storage.EnsureDeploymentAsync(client.Id, $"{status}", status, token);
        }

        var browser = await _factory.NewAdministratorAsync();
        var page = await browser.GetAsync($"/admin/clients/{client.Id}");
        await browser.PostAsync($"/admin/clients/{client.Id}/resume", page.Fields);

        Assert.True((await _factory.Storage.FindClientAsync(client.Id, token))!.IsEnabled);
        Assert.True(await _factory.Storage.ListDeploymentsAsync(client.Id, cancellationToken: token)
            .AllAsync(deployment => deployment.DeploymentId == $"{deployment.Status}", token));
    }

    [Theory]
    [InlineData(DeploymentStatus.Pending, DeploymentStatus.Disabled, "approve")]
    [InlineData(DeploymentStatus.Pending, DeploymentStatus.Active, "approve")]
    [InlineData(DeploymentStatus.Pending, DeploymentStatus.Active, "reject")]
    [InlineData(DeploymentStatus.Disabled, DeploymentStatus.Pending, "resume")]
    [InlineData(DeploymentStatus.Active, DeploymentStatus.Pending, "suspend")]
    public async Task Button_does_nothing_once_another_administrator_has_decided(DeploymentStatus shown, DeploymentStatus decided, string action)
    {
        var token = TestContext.Current.CancellationToken;
        var client = await _factory.Storage.AddClientAsync(new NewClient { Name = "n", Issuer = "https://a.example", ClientId = "c", Endpoints = _endpoints }, token);
        var deployment = await _factory.Storage.EnsureDeploymentAsync(client.Id, "d", shown, token);
        var browser = await _factory.NewAdministratorAsync();
        var page = await browser.GetAsync($"/admin/clients/{client.Id}");
        Assert.Contains($"/deployments/{deployment.Id}/{action}", page.Html, StringComparison.Ordinal);
        await _factory.Storage.UpdateDeploymentAsync(client.Id, deployment.Id, new DeploymentUpdate { Status = decided }, token);

        var answer = await browser.PostAsync($"/admin/clients/{client.Id}/deployments/{deployment.Id}/{action}", page.Fields);

        answer.ShouldRefuse("has changed since the page was shown", HttpStatusCode.Conflict);
        Assert.Equal(decided, (await _factory.Storage.FindDeploymentAsync(client.Id, deployment.Id, token))!.Status);
    }

    [Fact]
    public async Task Start_page_and_client_list_agree_on_what_is_registered()
    {
        var (browser, administrator) = (_factory.NewBrowser(), await _factory.NewAdministratorAsync());
        var home = (await browser.GetAsync("/")).Html;
        Assert.Contains("The first launch of a platform registers the tool there", home, StringComparison.Ordinal);
        Assert.DoesNotContain("already", home, StringComparison.Ordinal);
        Assert.Contains("The list is empty", (await administrator.GetAsync("/admin/clients")).Html, StringComparison.Ordinal);

        await browser.LaunchAsync("canvas");

        Assert.Contains("canvas.fern.example.edu", (await administrator.GetAsync("/admin/clients")).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/admin/sign-in")]
    [InlineData("/admin")]
    [InlineData("/admin/clients")]
    [InlineData("/admin/clients/{0}")]
    [InlineData("/admin/sessions")]
    [InlineData("/admin/activity")]
    public async Task Page_says_what_a_real_tool_has_to_add(string url)
    {
        var administrator = await _factory.NewAdministratorAsync();
        await administrator.LaunchAsync("canvas");
        var client = await _factory.Storage.ListClientsAsync(cancellationToken: TestContext.Current.CancellationToken).FirstAsync(TestContext.Current.CancellationToken);

        var page = await administrator.GetAsync(string.Format(null, url, client.Id));

        Assert.Contains("signs its administrators in through an identity provider", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_are_shown_as_text_and_never_as_markup()
    {
        var client = await _factory.Storage.AddClientAsync(
            new NewClient { Name = "<b>Bold & co</b>", Issuer = "https://a.example", ClientId = "\"><script>", Endpoints = _endpoints }, TestContext.Current.CancellationToken);
        await _factory.Storage.AddDeploymentAsync(
            client.Id, new NewDeployment { DeploymentId = "<i>", Name = "<u>", Description = "</table>" }, TestContext.Current.CancellationToken);
        var browser = await _factory.NewAdministratorAsync();

        var list = await browser.GetAsync("/admin/clients");
        var shown = await browser.GetAsync($"/admin/clients/{client.Id}");

        Assert.All([list, shown], page =>
        {
            Assert.Contains("&lt;b&gt;Bold &amp; co&lt;/b&gt;", page.Html, StringComparison.Ordinal);
            Assert.Contains("&quot;&gt;&lt;script&gt;", page.Html, StringComparison.Ordinal);
        });
        Assert.Contains("<td data-label=\"Deployment\">&lt;i&gt;</td><td data-label=\"Name\">&lt;u&gt;</td><td data-label=\"Description\">&lt;/table&gt;</td>", shown.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/admin/clients/not-a-guid", "That is not a valid id.", HttpStatusCode.BadRequest)]
    [InlineData("/admin/clients?after=not-a-guid", "That is not a valid id.", HttpStatusCode.BadRequest)]
    [InlineData("/admin/clients/3f2504e0-4f89-41d3-9a0c-0305e82c3301", "There is no such client or deployment", HttpStatusCode.NotFound)]
    public async Task Invalid_or_unknown_client_is_refused(string url, string reason, HttpStatusCode status) => (await (await _factory.NewAdministratorAsync()).GetAsync(url)).ShouldRefuse(reason, status);

    public ValueTask DisposeAsync() => _factory.DisposeAsync();

    [GeneratedRegex("client-[0-9]{2}", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex ClientIds();

    [GeneratedRegex("(?<=<td data-label=\"Deployment\">)deployment-[0-9]{2}", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex DeploymentIds();

    [GeneratedRegex("href=\"(?<address>[^\"]*)\" rel=\"next\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Next();

    private async Task<List<string>> TurnPagesAsync(string address)
    {
        var browser = await _factory.NewAdministratorAsync();
        List<string> pages = [];
        for (var next = address; next.Length > 0; next = Next().Match(pages[^1]).Groups["address"].Value)
        {
            var page = await browser.GetAsync(next);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            pages.Add(page.Html);
            Assert.True(pages.Count < 10, "The pages repeat.");
        }

        return pages;
    }

    private async Task<LtiClient> AddAsync(bool isEnabled) => await _factory.Storage.AddClientAsync(
        new NewClient { Name = "n", Issuer = "https://a.example", ClientId = "c", Endpoints = _endpoints, IsEnabled = isEnabled }, TestContext.Current.CancellationToken);
}
