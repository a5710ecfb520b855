using Lti.Storage.Cli.Tests.Golden;
using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Commands;

public sealed class CleanupTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_has_expired_is_removed_and_counted()
    {
        await using var database = await Database.MigratedAsync();
        var transcript = new Transcript(("DATABASE_URL", database.ConnectionString));

        await FillAsync(database, expired: 25);
        await transcript.RunAsync("cleanup", "--batch-size", "10");
        await transcript.RunAsync("cleanup", "--json");
        await FillAsync(database, expired: 1);
        await transcript.RunAsync("cleanup");

        transcript.ShouldMatch("cleanup.txt");
        Assert.Equal(2L, await database.QueryAsync<long>("SELECT count(*) FROM nonces"));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_in_the_middle_ends_it_after_its_batch_with_the_counts(string signal)
    {
        await using var database = await Database.MigratedAsync();
        await FillAsync(database, expired: 50);
        await using var gate = await StopAtAsync(database, "expired 35");

        await using var tool = Tool.Start(["cleanup", "--batch-size", "10", "--json"], folder: null, ("DATABASE_URL", database.ConnectionString));
        await gate.ReachedAsync();
        await tool.SignalAsync(signal);
        var said = await tool.Errors.ReadLineAsync(Token);
        await gate.OpenAsync();

        Assert.Equal("Stopping after this batch.", said);
        Assert.Equal("{\"nonces\":20,\"sessions\":0,\"registrationSessions\":0,\"completed\":false}\n", await tool.Output.ReadToEndAsync(Token));
        Assert.Equal(130, await tool.ExitAsync());
        Assert.Equal(30L, await database.QueryAsync<long>("SELECT count(*) FROM nonces WHERE expires_at <= now()"));
    }

    [Fact]
    public async Task A_second_signal_ends_it_at_once()
    {
        await using var database = await Database.MigratedAsync();
        await FillAsync(database, expired: 50);
        await using var gate = await StopAtAsync(database, "expired 35");

        await using var tool = Tool.Start(["cleanup", "--batch-size", "10"], folder: null, ("DATABASE_URL", database.ConnectionString));
        await gate.ReachedAsync();
        await tool.SignalAsync("INT");
        await tool.Errors.ReadLineAsync(Token);
        await tool.SignalAsync("INT");

        Assert.Equal(130, await tool.ExitAsync());
    }

    [Fact]
    public async Task What_was_removed_before_a_failure_is_told()
    {
        await using var database = await Database.MigratedAsync();
        await FillAsync(database, expired: 50);
        await database.ExecuteAsync(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
            CREATE TRIGGER refused BEFORE DELETE ON nonces FOR EACH ROW WHEN (OLD.nonce = 'expired 35') EXECUTE FUNCTION refuse();
            """);

        var run = await database.RunAsync("cleanup", "--batch-size", "10");

        Assert.Equal(3, run.ExitCode);
        Assert.Equal("Removed 10 nonces, 0 sessions and 0 registration sessions. Not all that has expired: run it again.\n", run.Output);
        Assert.Contains("SQLSTATE P0001", Assert.Single(run.Errors.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    /// <summary>The nonce of the highest number has been expired for longest, so that batches come from there.</summary>
    private static Task FillAsync(Database database, int expired) => database.ExecuteAsync(
        $$"""
        INSERT INTO nonces (nonce, expires_at) SELECT 'expired ' || n, now() - n * interval '1 second' FROM generate_series(1, {{expired}}) AS n;
        INSERT INTO nonces (nonce, expires_at) VALUES ('live ' || gen_random_uuid(), now() + interval '1 hour');
        INSERT INTO sessions (data, expires_at) SELECT '{}', now() - interval '1 second' FROM generate_series(1, {{expired}} / 5);
        INSERT INTO registration_sessions (data, expires_at) VALUES ('{}', now() - interval '1 second');
        """);

    private static Task<Gate> StopAtAsync(Database database, string nonce) => Gate.BeforeDeletingAsync(database, nonce);
}
