using System.Globalization;
using Lti.Storage.Conformance;
using Lti.Storage.Conformance.Samples;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Lti.Storage.Sqlite.Tests.Cleanup;

public sealed class DeletionTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private SqliteLtiStorage? _storage;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SqliteLtiStorage Storage => _storage!;

    public async ValueTask InitializeAsync()
    {
        await _folder.CreateFileAsync();
        _storage = new SqliteLtiStorage(_folder.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        _folder.Dispose();
    }

    [Fact, Rule("K1")]
    public async Task Cleanup_gives_free_pages_back_and_keeps_some()
    {
        using var other = new OtherProgram(_folder.File);
        other.Run(
            """
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 3000)
            INSERT INTO sessions (id, expires_at, issuer, document) SELECT randomblob(16), 0, 'issuer', zeroblob(4000) FROM numbers
            """);
        var before = Number(other, "PRAGMA page_count");

        Assert.Equal(3000, (await Storage.CleanupAsync(Token)).Sessions);

        Assert.Equal(1024, Number(other, "PRAGMA freelist_count"));
        Assert.InRange(Number(other, "PRAGMA page_count"), 1024, before / 2);
        Assert.Equal("ok", other.Read("PRAGMA integrity_check"));
    }

    [Fact, Rule("S4", "F1")]
    public async Task Deletion_that_fails_after_its_first_batch_is_unknown_and_can_be_continued()
    {
        var issuer = Any.Issuer();
        await Task.WhenAll(Enumerable.Range(0, 250).Select(_ => Storage.AddSessionAsync(Any.Session(issuer), null, Token).AsTask()));
        using var other = new OtherProgram(_folder.File);
        other.Run(
            """
            CREATE TRIGGER broken BEFORE DELETE ON sessions WHEN (SELECT count(*) FROM sessions) <= 50
            BEGIN SELECT RAISE(ABORT, 'broken'); END
            """);
        var filter = new SessionFilter { Issuer = issuer };

        var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(async () => await Storage.DeleteSessionsAsync(filter, Token));

        Assert.Equal(LtiWorkOutcome.Unknown, error.Outcome);
        other.Run("DROP TRIGGER broken");
        Assert.Equal(50, await Storage.DeleteSessionsAsync(filter, Token));
    }

    [Fact, Rule("K2", "F1")]
    public async Task Cleanup_that_fails_after_its_first_batch_is_unknown_and_the_next_one_goes_on()
    {
        using var other = new OtherProgram(_folder.File);
        other.Run("INSERT INTO nonces (nonce, expires_at) VALUES ('expired', 0)");
        other.Run("INSERT INTO sessions (id, expires_at, issuer, document) VALUES (randomblob(16), 0, 'issuer', zeroblob(1))");
        other.Run("CREATE TRIGGER broken BEFORE DELETE ON sessions BEGIN SELECT RAISE(ABORT, 'broken'); END");

        var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(async () => await Storage.CleanupAsync(Token));

        Assert.Equal(LtiWorkOutcome.Unknown, error.Outcome);
        Assert.Equal("0", other.Read("SELECT count(*) FROM nonces"));
        other.Run("DROP TRIGGER broken");
        Assert.Equal(1, (await Storage.CleanupAsync(Token)).Sessions);
    }

    [Theory, Rule("E10", "F1", "K2")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Disposal_between_two_batches_keeps_the_first_and_leaves_the_rest(bool isCleanup)
    {
        var issuer = Any.Issuer();
        Action? dispose = null;
        await using var storage = new SqliteLtiStorage(
            new SqliteStorageOptions { ConnectionString = _folder.ConnectionString, Opened = Attach },
            new LtiStorageOptions { CleanupBatchSize = 200 });
        var disposal = Task.CompletedTask;
        dispose = () => disposal = storage.DisposeAsync().AsTask();
        using var other = new OtherProgram(_folder.File);
        other.Run(
            $"""
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 500)
            INSERT INTO sessions (id, expires_at, issuer, document) SELECT randomblob(16), 0, '{issuer}', zeroblob(1) FROM numbers
            """);

        var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(async () =>
        {
            if (isCleanup)
            {
                await storage.CleanupAsync(Token);
            }
            else
            {
                await storage.DeleteSessionsAsync(new SessionFilter { Issuer = issuer }, Token);
            }
        });

        await disposal;
        Assert.Equal(LtiWorkOutcome.Unknown, error.Outcome);
        Assert.Equal("300", other.Read("SELECT count(*) FROM sessions"));
        Assert.Equal("ok", other.Read("PRAGMA integrity_check"));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await storage.DeleteSessionsAsync(new SessionFilter { Issuer = issuer }, Token));
        Assert.Equal(300, (await Storage.CleanupAsync(Token)).Sessions);

        // The disposal begins while the first batch runs, which then still commits.
        void Attach(SqliteConnection connection) => raw.sqlite3_trace(connection.Handle, (_, statement) =>
        {
            if (statement.StartsWith("DELETE FROM sessions", StringComparison.Ordinal))
            {
                Interlocked.Exchange(ref dispose, null)?.Invoke();
            }
        }, null);
    }

    private static long Number(OtherProgram program, string sql) => long.Parse(program.Read(sql)!, CultureInfo.InvariantCulture);
}
