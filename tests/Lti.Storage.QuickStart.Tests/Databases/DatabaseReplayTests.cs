using Lti.Storage.PostgreSqlServer;

namespace Lti.Storage.QuickStart.Tests.Databases;

/// <summary>Runs <c>replay</c> as a process, because the environment names the storage.</summary>
[FullRun("database tests of the sample")]
public sealed class DatabaseReplayTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("replay");

    [Fact]
    public async Task Replay_migrates_an_empty_database_and_can_run_again()
    {
        foreach (var payload in typeof(global::QuickStart.Platform.SimulatedPlatform).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".json", StringComparison.Ordinal)))
        {
            await using var file = File.Create(Path.Combine(_folder.FullName, payload));
            await typeof(global::QuickStart.Platform.SimulatedPlatform).Assembly.GetManifestResourceStream(payload)!.CopyToAsync(file, TestContext.Current.CancellationToken);
        }

        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "refused.json"), """{ "iss": "" }""", TestContext.Current.CancellationToken);
        await using var database = await Server.CreateDatabaseAsync();

        var byUri = await QuickStartProcess.RunAsync(["replay", _folder.FullName], ("DATABASE_URL", Uri(database)));
        var byText = await QuickStartProcess.RunAsync(["replay", _folder.FullName], ("ConnectionStrings__Lti", database.ConnectionString), ("DATABASE_URL", "postgresql://127.0.0.1:1/not-this-one"));

        Assert.Equal("", byUri.Errors);
        Assert.EndsWith($"7 of 7 as expected{Environment.NewLine}", byUri.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (byText.ExitCode, byText.Errors));
        Assert.Equal(12, await CountSessionsAsync(database));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Uri(TestDatabase database)
    {
        var text = new Npgsql.NpgsqlConnectionStringBuilder(database.ConnectionString);
        return $"postgresql://{Escape(text.Username)}:{Escape(text.Password)}@{text.Host}:{text.Port}/{Escape(text.Database)}";
    }

    private static string Escape(string? part) => System.Uri.EscapeDataString(part ?? "");

    private static async Task<long> CountSessionsAsync(TestDatabase database)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand("SELECT count(*) FROM sessions");
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
