using System.Net;
using Lti.Storage.PostgreSqlServer;
using Npgsql;

namespace Lti.Storage.QuickStart.Tests.Databases;

[FullRun("database tests of the sample")]
public sealed class DatabaseOutageTests
{
    [Fact]
    public async Task Page_answers_503_during_an_outage_and_works_afterwards()
    {
        await using var cluster = (await PostgreSqlCluster.TryStartAsync(cancellationToken: TestContext.Current.CancellationToken)).OrSkip(Assert.Skip);
        await using var factory = new QuickStartFactory
        {
            Database = new NpgsqlConnectionStringBuilder(cluster.AdminConnectionString) { Timeout = 5 }.ConnectionString,
        };
        var browser = factory.NewBrowser();
        var administrator = await factory.NewAdministratorAsync();
        var form = await browser.LoginAsync("canvas", "instructor", "get");

        await cluster.StopAsync(cancellationToken: TestContext.Current.CancellationToken);
        var launchDown = await browser.PostAsync("/tool/launch", form);
        var sessionsDown = await administrator.GetAsync("/admin/sessions");
        var startDown = await browser.GetAsync("/");
        await cluster.StartAsync(TestContext.Current.CancellationToken);
        var launchUp = await browser.PostAsync("/tool/launch", form);

        launchDown.ShouldRefuse("The storage", HttpStatusCode.ServiceUnavailable);
        sessionsDown.ShouldRefuse("The storage can't be reached now. Try again in a moment.", HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, startDown.Status);
        Assert.Equal(HttpStatusCode.OK, launchUp.Status);
    }
}
