using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Terminals;

public sealed class ProgressTests
{
    private const string FiftyExpired =
        "INSERT INTO nonces (nonce, expires_at) SELECT 'expired ' || n, now() - n * interval '1 second' FROM generate_series(1, 50) AS n";

    [Fact]
    public async Task Cleanup_on_a_terminal_shows_its_progress_and_prints_the_counts()
    {
        await using var database = await Database.MigratedAsync();
        await database.ExecuteAsync(FiftyExpired);
        await using var gate = await Gate.BeforeDeletingAsync(database, "expired 15");

        // The oldest rows are removed first. At the gate 30 of 50 are gone.
        await using var tool = TerminalProcess.Start("cleanup --batch-size 10", columns: 100, ("DATABASE_URL", database.ConnectionString));
        var shown = await tool.ReadOutputUntilAsync("60%");
        await gate.OpenAsync();
        var rest = await tool.Output.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Contains("Removing 50 expired rows", shown, StringComparison.Ordinal);
        Assert.Contains("Removed 50 nonces, 0 sessions, 0 registration sessions, 0 access tokens and 0 platform key sets.", rest, StringComparison.Ordinal);
        Assert.Equal(0, await tool.ExitAsync());
    }

    [Fact]
    public async Task Ctrl_C_on_a_terminal_ends_a_cleanup_after_its_batch()
    {
        await using var database = await Database.MigratedAsync();
        await database.ExecuteAsync(FiftyExpired);
        await using var gate = await Gate.BeforeDeletingAsync(database, "expired 15");

        await using var tool = TerminalProcess.Start("cleanup --batch-size 10", columns: 100, ("DATABASE_URL", database.ConnectionString));
        await gate.ReachedAsync();
        await tool.Input.WriteAsync(TerminalProcess.CtrlC);
        await tool.Input.FlushAsync(TestContext.Current.CancellationToken);
        await tool.ReadOutputUntilAsync("Stopping after this batch.");
        await gate.OpenAsync();

        Assert.Contains(
            "Removed 40 nonces, 0 sessions, 0 registration sessions, 0 access tokens and 0 platform key sets. Other expired rows may be left. Run it again.",
            await tool.Output.ReadToEndAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Equal(130, await tool.ExitAsync());
    }

    [Fact]
    public async Task Missing_tables_are_reported_on_a_terminal_too()
    {
        await using var database = await Database.CreateAsync();

        var (exitCode, shown) = await TerminalProcess.RunAsync("cleanup", columns: 250, ("DATABASE_URL", database.ConnectionString));

        Assert.Equal(3, exitCode);
        Assert.Contains("Run lti-storage migrate", shown, StringComparison.Ordinal);
    }
}
