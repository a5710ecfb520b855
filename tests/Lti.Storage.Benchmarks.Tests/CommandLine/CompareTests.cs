using System.Text.Json;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class CompareTests(DatabaseFixture database) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lti-benchmarks-");
    private ServerDatabase? _opened;

    public void Dispose()
    {
        Payload.SetCustomParameters(Payload.DefaultCustomParameters);
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Compare_writes_a_table_a_file_and_drawings_with_its_conditions()
    {
        var file = PathOf("figures.json");

        var run = await CommandRun.OnAsync(
            database.Server.AdminConnectionString,
            "compare", "--seconds", "0.1", "--callers", "1,3", "--operation", "store-nonce,launch", "--contender", "npgsql,provider-cached,inmemory", "--json", file, "--plots", _folder.FullName);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.All(
            ["-- compare --seconds 0.1", "PostgreSQL 1", "`fsync = on`", "`synchronous_commit = on`", "Load average", "### store-nonce", "### launch", "| 3 | provider-cached |"],
            text => Assert.Contains(text, run.Output, StringComparison.Ordinal));
        Assert.Equal(4, _folder.GetFiles("compare-*.svg").Length);

        var lines = JsonElement.Parse(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).EnumerateArray().ToList();
        string[] expected =
        [
            "store-nonce 1 npgsql", "store-nonce 1 provider-cached", "store-nonce 1 inmemory", "store-nonce 3 npgsql", "store-nonce 3 provider-cached", "store-nonce 3 inmemory",
            "launch 1 npgsql", "launch 1 provider-cached", "launch 1 inmemory", "launch 3 npgsql", "launch 3 provider-cached", "launch 3 inmemory",
        ];
        Assert.Equal(expected, lines.Select(line => $"{line.GetProperty("operation")} {line.GetProperty("callers")} {line.GetProperty("contender")}"), StringComparer.Ordinal);
        Assert.All(lines, line => Assert.All(
            ["opsPerSecond", "p50Microseconds", "p99Microseconds", "cpuMicroseconds", "ratioToFloor"],
            member => Assert.InRange(line.GetProperty(member).GetDouble(), double.Epsilon, double.MaxValue)));
        Assert.All(lines, line => Assert.Equal(JsonValueKind.Number, line.GetProperty("allocatedBytes").ValueKind));
        Assert.All(lines.Where(line => line.GetProperty("contender").GetString() == "npgsql"), line => Assert.Equal(1, line.GetProperty("ratioToFloor").GetDouble()));
    }

    [Fact]
    public async Task Run_without_the_floor_draws_no_ratios()
    {
        var run = await CommandRun.OnAsync(
            server: null,
            "compare", "--seconds", "0.1", "--callers", "1", "--operation", "launch", "--contender", "inmemory", "--plots", _folder.FullName);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            ["compare-allocated.svg", "compare-latency.svg", "compare-throughput.svg"],
            _folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    [Fact]
    public async Task Pgbench_sends_a_document_larger_than_an_argument()
    {
        var run = await CommandRun.OnAsync(
            database.Server.AdminConnectionString,
            "compare", "--custom", "1000", "--seconds", "0.1", "--callers", "1", "--operation", "launch", "--contender", "npgsql,pgbench", "--json", PathOf("figures.json"));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("| 1 | pgbench |", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("store-nonce", "npgsql", 1)]
    [InlineData("store-nonce", "pgbench", 1)]
    [InlineData("complete-launch", "provider", 1)]
    [InlineData("launch", "npgsql", 3)]
    [InlineData("launch", "provider", 3)]
    [InlineData("launch", "provider-cached", 2)]
    [InlineData("launch", "provider-batched", 3)]
    [InlineData("launch", "efcore", 3)]
    [InlineData("launch", "pgbench", 3)]
    [InlineData("find-session", "provider-cached", 0)]
    [InlineData("way", "npgsql", 6)]
    [InlineData("way", "provider", 6)]
    [InlineData("way", "provider-cached", 2)]
    [InlineData("way", "efcore", 6)]
    [InlineData("way-server-login", "npgsql", 7)]
    [InlineData("way-server-login", "provider", 7)]
    [InlineData("way-server-login", "provider-cached", 3)]
    [InlineData("way-server-login", "efcore", 7)]
    public async Task Round_trips_are_counted_on_the_wire(string operation, string contender, int expected)
    {
        var counted = Operations.All.First(known => known.Name == operation);
        await using var contestant = await OpenAsync(contender);
        await contestant.ResetAsync(counted, TestContext.Current.CancellationToken);

        Assert.Equal(expected, (await contestant.CountRoundTripsAsync(counted, callers: 1, TestContext.Current.CancellationToken))!.Value, tolerance: 0.1);
    }

    [Theory]
    [InlineData("store-nonce", 40, 0, 0)]
    [InlineData("find-client", 0, 0, 0)]
    [InlineData("find-launch-config", 0, 0, 0)]
    [InlineData("consume-nonce", 40, 40, 0)]
    [InlineData("add-session", 0, 0, 40)]
    [InlineData("find-session", 0, 0, 0)]
    [InlineData("complete-launch", 40, 40, 40)]
    [InlineData("launch", 40, 40, 40)]
    public async Task Pgbench_script_changes_the_same_rows(string operation, int nonces, int used, int sessions)
    {
        var called = Operations.All.First(known => known.Name == operation);
        await using var contestant = await OpenAsync(Pgbench.Name);
        await contestant.ResetAsync(called, TestContext.Current.CancellationToken);

        var taken = await contestant.RunAsync(called, callers: 4, calls: 40, Timeout.InfiniteTimeSpan, TestContext.Current.CancellationToken);

        Assert.Equal((40, 40), (taken.Calls, taken.Nanoseconds.Count));
        Assert.Equal(
            [Stock.Nonces + nonces, used, Stock.Sessions + sessions],
            await _opened!.Rows.QueryAsync<long>(
                "SELECT count(*) FROM nonces UNION ALL SELECT count(*) FROM nonces WHERE used_at IS NOT NULL UNION ALL SELECT count(*) FROM sessions",
                TestContext.Current.CancellationToken));
    }

    private async Task<Contestant> OpenAsync(string contender)
    {
        _opened = new ServerDatabase(await database.Server.CreateDatabaseAsync(TestContext.Current.CancellationToken));
        return contender == Pgbench.Name
            ? new PgbenchContestant(Pgbench.Find() ?? throw new InvalidOperationException("pgbench comes with PostgreSQL's packages."), _opened, connections: 4)
            : new ServerContestant(contender, _opened, connections: 4);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
