using System.Net;
using Lti.Storage.PostgreSqlServer;
using Lti.Storage.QuickStart.Tests.Pages;
using Npgsql;

namespace Lti.Storage.QuickStart.Tests.Databases;

/// <summary>Runs the application on PostgreSQL. Rows outlive the application.</summary>
[FullRun("database tests of the sample")]
public sealed class DatabaseLaunchTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private QuickStartFactory _factory = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await Server.CreateDatabaseAsync();
        _factory = new QuickStartFactory { Database = _database.ConnectionString };
    }

    [Theory]
    [InlineData("canvas", "instructor", "get")]
    [InlineData("moodle", "student", "post")]
    [InlineData("sakai", "administrator", "get")]
    public async Task Launch_is_stored_and_its_replay_is_refused(string platform, string role, string method)
    {
        var browser = _factory.NewBrowser();
        var form = await browser.LoginAsync(platform, role, method);

        var launched = await browser.PostAsync("/tool/launch", form);
        var replayed = await browser.PostAsync("/tool/launch", form);

        Assert.Equal(HttpStatusCode.OK, launched.Status);
        Assert.NotNull(await _factory.Storage.FindSessionAsync(_factory.LastSession.Id, TestContext.Current.CancellationToken));
        replayed.ShouldRefuse("already used");
    }

    [Fact]
    public async Task Other_instance_finds_and_deletes_the_session()
    {
        await _factory.NewBrowser().LaunchAsync("sakai");
        var id = _factory.LastSession.Id;
        await using var other = new QuickStartFactory { Database = _database.ConnectionString };
        var administrator = await other.NewAdministratorAsync();

        var shown = await administrator.GetAsync(SessionTests.Address(await administrator.GetAsync("/admin/sessions")));
        var ended = await administrator.PostAsync(shown.Action, shown.Fields);

        Assert.Contains("María José Ñandú 🌊", WebUtility.HtmlDecode(shown.Html), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, ended.Status);
        Assert.Null(await other.Storage.FindSessionAsync(id, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Start_page_names_the_storage_without_its_connection_string()
    {
        var page = (await _factory.NewBrowser().GetAsync("/")).Html;

        Assert.Contains("Its storage is PostgreSQL.", page, StringComparison.Ordinal);
        Assert.DoesNotContain(_database.Name, page, StringComparison.Ordinal);
        Assert.DoesNotContain(new NpgsqlConnectionStringBuilder(_database.ConnectionString).Host!, page, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        await _database.DisposeAsync();
    }
}
