using System.Net;
using Lti.Storage.QuickStart.Tests.Registration;

namespace Lti.Storage.QuickStart.Tests.Databases;

[FullRun("database tests of the sample")]
public sealed class DatabaseRegistrationTests
{
    [Fact]
    public async Task Register_migrates_an_empty_database_and_can_run_again()
    {
        var folder = Directory.CreateTempSubdirectory("register");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "good.json"), StubPlatform.Configuration, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "refused.json"), "{}", TestContext.Current.CancellationToken);
            await using var database = await Server.CreateDatabaseAsync();

            for (var run = 1; run <= 2; run++)
            {
                var (exitCode, output, errors) = await QuickStartProcess.RunAsync(["register", folder.FullName], ("ConnectionStrings__Lti", database.ConnectionString));

                Assert.Equal((0, ""), (exitCode, errors));
                Assert.EndsWith($"2 of 2 as expected{Environment.NewLine}", output, StringComparison.Ordinal);
                Assert.Equal(run, await CountAsync("clients", database.ConnectionString));
                Assert.Equal(run, await CountAsync("deployments", database.ConnectionString));
                Assert.Equal(0, await CountAsync("registration_sessions", database.ConnectionString));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Registration_session_completes_once_across_instances()
    {
        await using var database = await Server.CreateDatabaseAsync();
        await using var one = new QuickStartFactory { Database = database.ConnectionString };
        await using var other = new QuickStartFactory { Database = database.ConnectionString };
        var browser = one.NewBrowser();
        var confirm = await browser.StartRegistrationAsync("moodle");

        // The other instance's platform refuses the foreign token. The registration session is consumed nevertheless.
        (await other.NewBrowser(browser.Cookies).PostAsync("/tool/register/complete", confirm.Fields)).ShouldRefuse("401 Unauthorized");

        (await browser.PostAsync("/tool/register/complete", confirm.Fields)).ShouldRefuse("There is no such registration", HttpStatusCode.NotFound);
    }

    private static async Task<long> CountAsync(string table, string connectionString)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand($"SELECT count(*) FROM {table}");
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
