using System.Net;

namespace Lti.Storage.QuickStart.Tests.Pages;

/// <summary>Each outcome of a login and of a launch has an answer of its own. A refused launch stores no session.</summary>
public sealed class LaunchOutcomeTests : IAsyncDisposable
{
    private const string Issuer = "https://schoology.grade7.example.org";
    private const string Login = "/tool/login?login_hint=u&target_link_uri=x&iss=" + Issuer;

    private readonly QuickStartFactory _factory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ILtiStorage Storage => _factory.Storage;

    [Fact]
    public async Task Unknown_deployment_becomes_pending_and_launches_after_its_approval()
    {
        var (browser, form) = await LoginAsync();
        var (client, removed) = await StoredAsync();
        await Storage.DeleteDeploymentAsync(client.Id, removed.Id, Token);

        (await browser.PostAsync("/tool/launch", form)).ShouldRefuse("waits for approval (DeploymentPending)", HttpStatusCode.Forbidden);

        var (_, pending) = await StoredAsync();
        Assert.Equal((removed.DeploymentId, DeploymentStatus.Pending), (pending.DeploymentId, pending.Status));
        (await browser.LaunchAsync("schoology")).ShouldRefuse("waits for approval (DeploymentPending)", HttpStatusCode.Forbidden);
        await Storage.UpdateDeploymentAsync(client.Id, pending.Id, new DeploymentUpdate { Status = DeploymentStatus.Active }, Token);
        Assert.Equal(HttpStatusCode.OK, (await browser.PostAsync("/tool/launch", form)).Status);
    }

    [Fact]
    public async Task Unknown_deployment_is_not_added_while_many_of_its_client_wait()
    {
        var (browser, form) = await LoginAsync();
        var (client, removed) = await StoredAsync();
        await Storage.DeleteDeploymentAsync(client.Id, removed.Id, Token);
        for (var i = 0; i < global::QuickStart.Tool.Launches.MaxPending; i++)
        {
            await Storage.EnsureDeploymentAsync(client.Id, $"stranger {i}", DeploymentStatus.Pending, Token);
        }

        (await browser.PostAsync("/tool/launch", form)).ShouldRefuse("does not know the deployment of this launch (UnknownDeployment)");

        Assert.Null(await Storage.FindDeploymentByPlatformIdAsync(client.Id, removed.DeploymentId, Token));
    }

    [Fact]
    public async Task Open_page_of_a_customer_who_is_suspended_or_removed_is_refused()
    {
        var browser = _factory.NewBrowser();
        var page = (await browser.LaunchAsync("schoology")).Location!.ToString();
        var (client, deployment) = await StoredAsync();

        await Storage.UpdateDeploymentAsync(client.Id, deployment.Id, new DeploymentUpdate { Status = DeploymentStatus.Disabled }, Token);
        (await browser.GetAsync(page)).ShouldRefuse("suspended (DeploymentDisabled)", HttpStatusCode.Forbidden);
        await Storage.UpdateDeploymentAsync(client.Id, deployment.Id, new DeploymentUpdate { Status = DeploymentStatus.Active }, Token);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(page)).Status);
        await Storage.UpdateClientAsync(client.Id, new ClientUpdate { IsEnabled = false }, Token);
        (await browser.GetAsync(page)).ShouldRefuse("suspended (ClientDisabled)", HttpStatusCode.Forbidden);
        await Storage.DeleteClientAsync(client.Id, Token);
        (await browser.GetAsync(page)).ShouldRefuse("no longer knows the client");
    }

    [Fact]
    public async Task Late_launch_is_refused_as_expired_and_a_repeated_one_as_used()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var factory = new QuickStartFactory { Clock = clock };
        var browser = factory.NewBrowser();
        var (late, repeated) = (await browser.LoginAsync("schoology"), await browser.LoginAsync("sakai"));
        var cookies = new CookieContainer();
        cookies.Add(browser.Cookies.GetAllCookies());
        Assert.Equal(HttpStatusCode.OK, (await browser.PostAsync("/tool/launch", repeated)).Status);

        // The same browser before its launch deleted the cookie: two requests of one launch that cross.
        (await factory.NewBrowser(cookies).PostAsync("/tool/launch", repeated)).ShouldRefuse("already used (AlreadyUsed)");
        clock.Advance(TimeSpan.FromMinutes(11));

        (await browser.PostAsync("/tool/launch", late)).ShouldRefuse("has expired (Expired)");
        (await factory.NewBrowser().PostAsync("/tool/launch", late)).ShouldRefuse("is unknown, has expired or was already used");
    }

    [Fact]
    public async Task Unverified_token_adds_no_deployment()
    {
        var (browser, form) = await LoginAsync();
        var (client, removed) = await StoredAsync();
        await Storage.DeleteDeploymentAsync(client.Id, removed.Id, Token);
        form["id_token"] = string.Join('.', [.. form["id_token"].Split('.')[..2], "AAAA"]);

        (await browser.PostAsync("/tool/launch", form)).ShouldRefuse("signature matches no key");

        Assert.Empty(await Storage.ListDeploymentsAsync(client.Id, cancellationToken: Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Unverified_token_does_not_learn_that_a_client_is_disabled()
    {
        var (browser, form) = await LoginAsync();
        var (client, _) = await StoredAsync();
        await Storage.UpdateClientAsync(client.Id, new ClientUpdate { IsEnabled = false }, Token);
        form["id_token"] = string.Join('.', [.. form["id_token"].Split('.')[..2], "AAAA"]);

        (await browser.PostAsync("/tool/launch", form)).ShouldRefuse("signature matches no key");
    }

    [Fact]
    public async Task Suspended_deployment_is_refused_and_stays_suspended()
    {
        var (browser, form) = await LoginAsync();
        var (client, deployment) = await StoredAsync();
        await Storage.UpdateDeploymentAsync(client.Id, deployment.Id, new DeploymentUpdate { Status = DeploymentStatus.Disabled }, Token);

        (await browser.PostAsync("/tool/launch", form)).ShouldRefuse("suspended (DeploymentDisabled)", HttpStatusCode.Forbidden);
        (await browser.LaunchAsync("schoology")).ShouldRefuse("suspended (DeploymentDisabled)", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Suspended_client_is_refused_at_the_launch_and_at_the_login()
    {
        var (browser, form) = await LoginAsync();
        var (client, _) = await StoredAsync();
        await Storage.UpdateClientAsync(client.Id, new ClientUpdate { IsEnabled = false }, Token);

        (await browser.PostAsync("/tool/launch", form)).ShouldRefuse("suspended (ClientDisabled)", HttpStatusCode.Forbidden);
        (await browser.GetAsync(Login)).ShouldRefuse("suspended or waits for approval (Disabled)", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Removed_client_is_refused()
    {
        var (browser, form) = await LoginAsync();
        var (client, _) = await StoredAsync();
        await Storage.DeleteClientAsync(client.Id, Token);

        (await browser.PostAsync("/tool/launch", form)).ShouldRefuse("no longer knows the client");
        (await browser.GetAsync(Login)).ShouldRefuse("(UnknownIssuer)");
    }

    [Fact]
    public async Task Login_of_several_clients_needs_a_client_id_or_a_deployment_of_one()
    {
        var (browser, _) = await LoginAsync();
        var (client, deployment) = await StoredAsync();
        await Storage.SaveLaunchConfigAsync(new LaunchKey(Issuer, "another client", "another deployment"), client.Endpoints, cancellationToken: Token);

        (await browser.GetAsync(Login)).ShouldRefuse("must name one with client_id");
        (await browser.GetAsync($"{Login}&client_id=unknown")).ShouldRefuse("(UnknownClient)");
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync($"{Login}&client_id={Uri.EscapeDataString(client.ClientId)}")).Status);
        var redirect = await browser.GetAsync($"{Login}&lti_deployment_id={Uri.EscapeDataString(deployment.DeploymentId)}");
        Assert.Contains($"client_id={Uri.EscapeDataString(client.ClientId)}&", redirect.Location!.ToString(), StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _factory.DisposeAsync();

    private async Task<(Browser Browser, Dictionary<string, string> Form)> LoginAsync()
    {
        var browser = _factory.NewBrowser();
        return (browser, await browser.LoginAsync("schoology", "student", "post"));
    }

    private async Task<(LtiClient Client, LtiDeployment Deployment)> StoredAsync()
    {
        var client = Assert.Single(await Storage.FindClientsAsync(Issuer, cancellationToken: Token));
        return (client, Assert.Single(await Storage.ListDeploymentsAsync(client.Id, cancellationToken: Token).ToListAsync(Token)));
    }
}
