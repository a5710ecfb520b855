using System.Text.Json;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class StartTests(DatabaseFixture database) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lti-benchmarks-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Fresh_processes_report_the_time_of_their_first_launch()
    {
        var file = Path.Combine(_folder.FullName, "figures.json");

        var run = await CommandRun.OnAsync(
            database.Server.AdminConnectionString, "start", "--processes", "5", "--contender", "npgsql,provider", "--json", file);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.All(["-- start --processes 5", "| npgsql |", "| provider |"], text => Assert.Contains(text, run.Output, StringComparison.Ordinal));
        var lines = JsonElement.Parse(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).EnumerateArray().ToList();
        Assert.Equal(["npgsql", "provider"], lines.Select(line => line.GetProperty("contender").GetString()), StringComparer.Ordinal);
        Assert.All(lines, line => Assert.InRange(
            line.GetProperty("firstLaunchMilliseconds").GetDouble(), line.GetProperty("constructedMilliseconds").GetDouble(), double.MaxValue));
    }
}
