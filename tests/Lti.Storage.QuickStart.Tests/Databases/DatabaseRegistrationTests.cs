using System.Net;
using Lti.Storage.QuickStart.Tests.Registration;

namespace Lti.Storage.QuickStart.Tests.Databases;

public sealed class DatabaseRegistrationTests
{
    [Fact]
    public async Task Register_migrates_an_empty_database_and_stores_there_again_and_again()
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
    public async Task A_registration_that_one_instance_began_is_good_for_one_completion_on_all_of_them()
    {
        await using var database = await Server.CreateDatabaseAsync();
        await using var one = new QuickStartFactory { Database = database.ConnectionString };
        await using var other = new QuickStartFactory { Database = database.ConnectionString };
        var confirm = await one.NewBrowser().StartRegistrationAsync("moodle");

        // The other instance's platform did not give the token out, and says so: the registration session it consumed is gone all the same.
        (await other.NewBrowser().PostAsync("/tool/register/complete", confirm.Fields)).ShouldRefuse("401 Unauthorized");

        (await one.NewBrowser().PostAsync("/tool/register/complete", confirm.Fields)).ShouldRefuse("There is no such registration", HttpStatusCode.NotFound);
    }

    private static async Task<long> CountAsync(string table, string connectionString)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand($"SELECT count(*) FROM {table}");
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
