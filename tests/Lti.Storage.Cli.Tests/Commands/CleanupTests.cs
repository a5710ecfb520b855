using Lti.Storage.Cli.Tests.Golden;
using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Commands;

public sealed class CleanupTests
{
    [Fact]
    public async Task Cleanup_removes_expired_rows_and_prints_their_numbers()
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

    [Fact]
    public async Task Failed_cleanup_prints_the_counts_of_earlier_batches()
    {
        await using var database = await Database.MigratedAsync();
        await FillAsync(database, expired: 50);
        await database.ExecuteAsync(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
            CREATE TRIGGER refused BEFORE DELETE ON nonces FOR EACH ROW WHEN (OLD.nonce = 'expired 35') EXECUTE FUNCTION refuse();
            """);

        var run = await database.RunAsync("cleanup", "--batch-size", "10");

        // The first batch was committed. So the whole run was not "not applied".
        Assert.Equal(4, run.ExitCode);
        Assert.Equal(
            "Removed 10 nonces, 0 sessions, 0 registration sessions, 0 access tokens and 0 platform key sets. Other expired rows may be left. Run it again.\n", run.Output);
        Assert.Contains("P0001", Assert.Single(run.Remarks), StringComparison.Ordinal);
    }

    /// <summary>Adds rows. The nonce with the highest number expired first. Cleanup removes it first.</summary>
    private static Task FillAsync(Database database, int expired) => database.ExecuteAsync(
        $$"""
        INSERT INTO nonces (nonce, expires_at)
            SELECT 'expired ' || n, now() - n * interval '1 second' FROM generate_series(1, {{expired}}) AS n;
        INSERT INTO nonces (nonce, expires_at) VALUES ('live ' || gen_random_uuid(), now() + interval '1 hour');
        INSERT INTO sessions (data, expires_at) SELECT '{}', now() - interval '1 second' FROM generate_series(1, {{expired}} / 5);
        INSERT INTO registration_sessions (data, expires_at) VALUES ('{}', now() - interval '1 second');
        """);
}
