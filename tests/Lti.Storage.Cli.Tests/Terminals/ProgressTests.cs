using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Terminals;

public sealed class ProgressTests
{
    [Fact]
    public async Task A_cleanup_on_a_terminal_shows_how_far_it_is_and_ends_with_the_counts()
    {
        await using var database = await Database.MigratedAsync();
        await database.ExecuteAsync("INSERT INTO nonces (nonce, expires_at) SELECT 'expired ' || n, now() - n * interval '1 second' FROM generate_series(1, 50) AS n");
        await using var gate = await Gate.BeforeDeletingAsync(database, "expired 15");

        // Batches come from the oldest on: 30 of 50 are gone when the gate is reached.
        await using var tool = TerminalProcess.Start("cleanup --batch-size 10", columns: 100, ("DATABASE_URL", database.ConnectionString));
        var shown = await tool.ReadOutputUntilAsync("60%");
        await gate.OpenAsync();
        var rest = await tool.Output.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Contains("Removing 50 expired rows", shown, StringComparison.Ordinal);
        Assert.Contains("Removed 50 nonces, 0 sessions and 0 registration sessions.", rest, StringComparison.Ordinal);
        Assert.Equal(0, await tool.ExitAsync());
    }

    [Fact]
    public async Task A_cleanup_on_a_terminal_ends_with_Ctrl_C_after_its_batch()
    {
        await using var database = await Database.MigratedAsync();
        await database.ExecuteAsync("INSERT INTO nonces (nonce, expires_at) SELECT 'expired ' || n, now() - n * interval '1 second' FROM generate_series(1, 50) AS n");
        await using var gate = await Gate.BeforeDeletingAsync(database, "expired 15");

        await using var tool = TerminalProcess.Start("cleanup --batch-size 10", columns: 100, ("DATABASE_URL", database.ConnectionString));
        await gate.ReachedAsync();
        await tool.Input.WriteAsync(TerminalProcess.CtrlC);
        await tool.Input.FlushAsync(TestContext.Current.CancellationToken);
        await tool.ReadOutputUntilAsync("Stopping after this batch.");
        await gate.OpenAsync();

        Assert.Contains("Removed 40 nonces, 0 sessions and 0 registration sessions. Not all that has expired: run it again.", await tool.Output.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(130, await tool.ExitAsync());
    }

    [Fact]
    public async Task Tables_that_are_missing_are_told_on_a_terminal_too()
    {
        await using var database = await Database.CreateAsync();

        var (exitCode, shown) = await TerminalProcess.RunAsync("cleanup", columns: 250, ("DATABASE_URL", database.ConnectionString));

        Assert.Equal(3, exitCode);
        Assert.Contains("Run lti-storage migrate", shown, StringComparison.Ordinal);
    }
}
