using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Signals;

/// <summary>A signal ends a cleanup after its batch. The counts are printed.</summary>
public sealed class CleanupSignalTests : IAsyncLifetime
{
    private const string Counts = "{\"nonces\":20,\"sessions\":0,\"registrationSessions\":0,\"accessTokens\":0,\"platformKeySets\":0,\"completed\":false}\n";

    private Database _database = null!;
    private Gate _gate = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await Database.MigratedAsync();
        await _database.ExecuteAsync(
            """
            INSERT INTO nonces (nonce, expires_at)
            SELECT 'expired ' || n, now() - n * interval '1 second' FROM generate_series(1, 50) AS n
            """);
        _gate = await Gate.BeforeDeletingAsync(_database, "expired 35");
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData("INT", 1)]
    [InlineData("INT", 2)]
    [InlineData("TERM", 1)]
    [InlineData("TERM", 2)]
    [InlineData("HUP", 1)]
    [InlineData("HUP", 2)]
    [FullRun("all rows of long theories", Rows = 2)]
    public async Task Counts_are_printed_after_one_or_two_signals(string signal, int times)
    {
        await using var tool = Start("dotnet", ToolProcess.Library);
        await _gate.ReachedAsync();
        for (var i = 0; i < times; i++)
        {
            await tool.SignalAsync(signal);
        }

        await tool.ReadErrorLineAsync("Stopping after this batch.");
        await _gate.OpenAsync();

        await AssertCountsAsync(tool);
    }

    [Fact]
    public async Task Counts_are_printed_under_timeout_which_signals_the_process_and_its_group()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Run this test where timeout of coreutils is installed.");

        // The program timeout sends a signal on to the process and to the group.
        await using var tool = Start("timeout", "600", "dotnet", ToolProcess.Library);
        await _gate.ReachedAsync();
        await tool.SignalAsync("TERM");
        await tool.ReadErrorLineAsync("Stopping after this batch.");
        await _gate.OpenAsync();

        await AssertCountsAsync(tool);
    }

    [Fact]
    public async Task Counts_are_printed_if_standard_error_can_not_be_written()
    {
        await using var tool = Start("sh", "-c", "exec dotnet \"$@\" 2> /dev/full", "sh", ToolProcess.Library);
        await _gate.ReachedAsync();
        await tool.SignalAsync("TERM");
        await _gate.OpenAsync();

        await AssertCountsAsync(tool);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    [FullRun("all rows of long theories", Rows = 2)]
    public async Task Third_signal_ends_the_process_without_waiting_for_the_batch(string signal)
    {
        await using var tool = Start("dotnet", ToolProcess.Library);
        await _gate.ReachedAsync();
        await tool.SignalAsync(signal);
        await tool.ReadErrorLineAsync("Stopping after this batch.");

        // The system merges signals that are pending together, so the third may have to be sent again.
        var exit = tool.ExitAsync();
        await Eventually.TrueAsync(async () =>
        {
            await tool.SignalAsync(signal);
            return exit.IsCompleted;
        }, TestContext.Current.CancellationToken);

        Assert.InRange(await exit, 128, 143);
    }

    private RunningTool Start(string program, params string[] arguments)
        => ToolProcess.StartThrough(
            program, [.. arguments, "cleanup", "--batch-size", "10", "--json"], ("DATABASE_URL", _database.ConnectionString));

    private async Task AssertCountsAsync(RunningTool tool)
    {
        Assert.Equal((Counts, 130), (await tool.Output.ReadToEndAsync(TestContext.Current.CancellationToken), await tool.ExitAsync()));
        Assert.Equal(30L, await _database.QueryAsync<long>("SELECT count(*) FROM nonces"));
    }
}
