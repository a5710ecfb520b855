using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Signals;

/// <summary>One or two signals end the other long commands without a lost answer.</summary>
public sealed class CommandSignalTests : IAsyncLifetime
{
    private Database _database = null!;

    public static TheoryData<string, int> Signals { get; } = new()
    {
        { "INT", 1 },
        { "INT", 2 },
        { "TERM", 1 },
        { "TERM", 2 },
        { "HUP", 1 },
        { "HUP", 2 },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await Database.MigratedAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Theory]
    [MemberData(nameof(Signals))]
    [FullRun("all rows of long theories", Rows = 2)]
    public async Task Migrate_stops_waiting_for_a_busy_table(string signal, int times)
    {
        await _database.ExecuteAsync("DELETE FROM lti_storage_migrations WHERE version >= 3");
        await using var busy = await _database.ConnectAsync();
        await using var transaction = await busy.BeginTransactionAsync(Token);
        await using var command = busy.CreateCommand();
        command.CommandText = "LOCK TABLE clients IN ACCESS EXCLUSIVE MODE";
        await command.ExecuteNonQueryAsync(Token);

        await using var tool = Start("migrate", "--json");
        await tool.ReadErrorLineAsync("warning: A table is busy");
        await SignalAsync(tool, signal, times);
        var run = await tool.EndAsync();

        Assert.Equal((130, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("Cancelled. Each migration was applied whole or not at all.", run.Remarks[^1], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Signals))]
    [FullRun("all rows of long theories", Rows = 2)]
    public async Task Revocation_that_was_sent_prints_its_count(string signal, int times)
    {
        await _database.ExecuteAsync(
            """
            INSERT INTO sessions (data, expires_at)
            SELECT '{"platform": {"issuer": "https://lms.example.edu"}}', now() + interval '1 hour' FROM generate_series(1, 3)
            """);
        await using var gate = await Gate.BeforeDeletingAsync(_database, "sessions", "true");

        await using var tool = Start("sessions", "revoke", "--issuer", "https://lms.example.edu", "--yes", "--json");
        await gate.ReachedAsync();
        await SignalAsync(tool, signal, times);
        await gate.OpenAsync();
        var run = await tool.EndAsync();

        Assert.Equal((0, "{\"revoked\":3}\n"), (run.ExitCode, run.Output));
    }

    [Theory]
    [MemberData(nameof(Signals))]
    [FullRun("all rows of long theories", Rows = 2)]
    public async Task Listing_ends_between_two_pages(string signal, int times)
    {
        await _database.ExecuteAsync(
            """
            INSERT INTO clients (name, iss, client_id, auth_url, token_url, jwks_url)
            SELECT repeat('x', 200), 'https://lms' || n, 'c', 'a', 't', 'j' FROM generate_series(1, 20000) AS n
            """);

        // The pipe is full before the listing ends. Then the tool waits for the test to read.
        await using var tool = Start("clients", "list", "--json");
        await tool.Output.ReadLineAsync(Token);
        await SignalAsync(tool, signal, times);
        var run = await tool.EndAsync();

        Assert.Equal(130, run.ExitCode);
        Assert.Equal("Cancelled. Nothing was changed.", Assert.Single(run.Remarks));
        Assert.All(
            run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.EndsWith("\"isEnabled\":true}", line, StringComparison.Ordinal));
    }

    private RunningTool Start(params string[] arguments)
        => ToolProcess.Start(arguments, ("DATABASE_URL", _database.ConnectionString));

    private static async Task SignalAsync(RunningTool tool, string signal, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await tool.SignalAsync(signal);
        }
    }
}
