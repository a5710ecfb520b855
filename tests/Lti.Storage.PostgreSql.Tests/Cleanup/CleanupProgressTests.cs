using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Cleanup;

/// <summary>Tests the progress reports of a cleanup.</summary>
public sealed class CleanupProgressTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_batch_reports_the_total_removed_so_far()
    {
        await using var database = await FilledAsync();
        await using var storage = database.Open(configure: options => options.MaxPoolSize = 1, storageOptions: new LtiStorageOptions { CleanupBatchSize = 10 });
        var progress = new RecordedProgress();

        var result = await storage.CleanupAsync(progress, Token);

        Assert.Equal([(10, 0), (20, 0), (25, 0), (25, 10), (25, 12), (25, 12), (25, 12), (25, 12)], progress.Results.Select(so => (so.Nonces, so.Sessions)));
        Assert.All(progress.Results, so => Assert.False(so.Completed));
        Assert.Equal(progress.Results[^1] with { Completed = true }, result);
    }

    [Fact]
    public async Task Cleanup_cancelled_by_its_progress_callback_ends_after_that_batch()
    {
        await using var database = await FilledAsync();
        await using var storage = database.Open(storageOptions: new LtiStorageOptions { CleanupBatchSize = 10 });
        using var cancellation = new CancellationTokenSource();

        var result = await storage.CleanupAsync(new RecordedProgress { Then = cancellation.Cancel }, cancellation.Token);

        Assert.Equal(new CleanupResult { Nonces = 10, Sessions = 0, RegistrationSessions = 0, Completed = false }, result);
        Assert.Equal(15L, await database.QueryAsync<long>("SELECT count(*) FROM nonces"));
    }

    [Fact]
    public async Task Progress_callback_runs_without_a_connection_held()
    {
        await using var database = await FilledAsync();
        await using var storage = database.Open(configure: options => options.MaxPoolSize = 1);
        var found = 0;

        await storage.CleanupAsync(
            new RecordedProgress { Then = () => found += storage.FindClientsAsync("https://lms.example.edu", cancellationToken: Token).AsTask().GetAwaiter().GetResult().Count + 1 }, Token);

        // One batch for each kind of rows.
        Assert.Equal(Enum.GetValues<CleanupKind>().Length, found);
    }

    [Fact]
    public async Task Cleanup_cancelled_before_it_starts_removes_nothing()
    {
        await using var database = await FilledAsync();
        await using var storage = database.Open();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await storage.CleanupAsync(new RecordedProgress(), new CancellationToken(canceled: true)));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await storage.CleanupAsync(null!, Token));

        Assert.Equal(25L, await database.QueryAsync<long>("SELECT count(*) FROM nonces"));
    }

    [Fact, Rule("F1", "K3")]
    public async Task Cleanup_that_fails_after_its_first_batch_is_not_reported_as_not_applied()
    {
        await using var database = await FilledAsync();
        await using var storage = database.Open(storageOptions: new LtiStorageOptions { CleanupBatchSize = 10 });
        var progress = new RecordedProgress
        {
            Then = () => database.ExecuteAsync(
                """
                CREATE FUNCTION fill_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$;
                CREATE TRIGGER fills BEFORE DELETE ON nonces FOR EACH ROW EXECUTE FUNCTION fill_disk();
                """).GetAwaiter().GetResult(),
        };

        var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(async () => await storage.CleanupAsync(progress, Token));

        Assert.Equal(LtiWorkOutcome.Unknown, error.Outcome);
        Assert.StartsWith("Some expired rows were removed.", error.Message, StringComparison.Ordinal);
        Assert.Equal(15L, await database.QueryAsync<long>("SELECT count(*) FROM nonces"));
    }

    private static async Task<TestDatabase> FilledAsync()
    {
        var database = await TestDatabase.MigratedAsync();
        await database.ExecuteAsync(
            """
            INSERT INTO nonces (nonce, expires_at) SELECT 'expired ' || n, now() - n * interval '1 second' FROM generate_series(1, 25) AS n;
            INSERT INTO sessions (data, expires_at) SELECT '{}', now() - n * interval '1 second' FROM generate_series(1, 12) AS n;
            """);
        return database;
    }

    private sealed class RecordedProgress : IProgress<CleanupResult>
    {
        public List<CleanupResult> Results { get; } = [];

        public Action? Then { get; init; }

        public void Report(CleanupResult value)
        {
            Results.Add(value);
            Then?.Invoke();
        }
    }
}
