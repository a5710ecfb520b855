using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Statements;

/// <summary>Checks that a deletion by filter works in batches with one transaction each.</summary>
public sealed class DeletionByFilterTests : IAsyncLifetime
{
    private const string Issuer = "https://lms.example.edu";

    private TestDatabase? _database;
    private PostgreSqlLtiStorage? _storage;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static SessionFilter Filter { get; } = new() { Issuer = Issuer };

    private TestDatabase Database => _database!;

    private PostgreSqlLtiStorage Storage => _storage!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.MigratedAsync();
        _storage = _database.Open();
    }

    [Fact, Rule("S4")]
    public async Task Many_sessions_are_deleted_in_transactions_of_at_most_a_hundred()
    {
        await AddAsync(20_050, Issuer);
        await AddAsync(50, Issuer, "now() - interval '1 second'");
        await AddAsync(100, "https://other.example.edu");
        await Database.ExecuteAsync(
            """
            CREATE TABLE deletions (transaction xid8);
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO deletions VALUES (pg_current_xact_id()); RETURN NULL; END $$;
            CREATE TRIGGER noted AFTER DELETE ON sessions FOR EACH ROW EXECUTE FUNCTION note();
            """);

        Assert.Equal(20_050, await Storage.DeleteSessionsAsync(Filter, Token));

        Assert.Equal(100L, await CountAsync());
        Assert.Equal(201L, await Database.QueryAsync<long>("SELECT count(DISTINCT transaction) FROM deletions"));
        Assert.Equal(100L, await Database.QueryAsync<long>("SELECT max(rows) FROM (SELECT count(*) AS rows FROM deletions GROUP BY transaction) AS batch"));
    }

    [Fact, Rule("S4")]
    public async Task Deleted_sessions_are_named_to_other_nodes_one_by_one()
    {
        await AddAsync(1_000, Issuer);
        var expected = await Database.QueryTextsAsync("SELECT 's:' || id FROM sessions ORDER BY id::text");
        List<string> payloads = [];
        await using var connection = await Database.ConnectAsync();
        connection.Notification += (_, notification) => payloads.Add(notification.Payload);
        await ExecuteAsync(connection, $"LISTEN {Internal.Notifications.NotificationPayload.Channel("public")}");

        await Storage.DeleteSessionsAsync(Filter, Token);

        await ExecuteAsync(connection, "SELECT 1");
        Assert.Equal(expected, payloads.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact, Rule("S4")]
    public async Task Deletion_that_waits_for_a_row_holds_no_earlier_batch()
    {
        await AddAsync(1_000, Issuer);
        var ids = await Database.QueryTextsAsync("SELECT id::text FROM sessions ORDER BY id");
        await using var locked = await Database.ConnectAsync();
        await using var transaction = await locked.BeginTransactionAsync(Token);
        await ExecuteAsync(locked, $"SELECT FROM sessions WHERE id = '{ids[550]}' FOR UPDATE");

        var deletion = Storage.DeleteSessionsAsync(Filter, Token).AsTask();
        await WaitingAsync();

        Assert.Equal(500L, await CountAsync());
        Assert.True(await Storage.RenewSessionAsync(Guid.Parse(ids[700]), TimeSpan.FromDays(7), Token));
        await Storage.AddSessionAsync(LtiSession.FromDocument(Guid.Parse(ids[0]), Sample.Session().Utf8Document.Span), cancellationToken: Token);
        await transaction.RollbackAsync(Token);
        Assert.Equal(1_000, await deletion);
        Assert.Equal([ids[0]], await Database.QueryTextsAsync("SELECT id::text FROM sessions"));
    }

    [Fact, Rule("S4", "E5")]
    public async Task Cancelled_deletion_ends_after_the_current_batch()
    {
        await AddAsync(1_000, Issuer);
        var ids = await Database.QueryTextsAsync("SELECT id::text FROM sessions ORDER BY id");
        await using var locked = await Database.ConnectAsync();
        await using var transaction = await locked.BeginTransactionAsync(Token);
        await ExecuteAsync(locked, $"SELECT FROM sessions WHERE id = '{ids[550]}' FOR UPDATE");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var deletion = Storage.DeleteSessionsAsync(Filter, cancel.Token).AsTask();
        await WaitingAsync();
        await cancel.CancelAsync();
        await transaction.RollbackAsync(Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => deletion);
        Assert.Equal(400L, await CountAsync());
        Assert.Equal(400, await Storage.DeleteSessionsAsync(Filter, Token));
    }

    [Theory, Rule("S4", "F1")]
    [InlineData(50, LtiWorkOutcome.NotApplied, 1_000)]
    [InlineData(550, LtiWorkOutcome.Unknown, 500)]
    public async Task Failure_after_a_batch_was_deleted_is_unknown(int row, LtiWorkOutcome outcome, long left)
    {
        await AddAsync(1_000, Issuer);
        var ids = await Database.QueryTextsAsync("SELECT id::text FROM sessions ORDER BY id");
        await using var impatient = Database.Open(text => text.Options = "-c lock_timeout=200");
        await using (var locked = await Database.ConnectAsync())
        {
            await using var transaction = await locked.BeginTransactionAsync(Token);
            await ExecuteAsync(locked, $"SELECT FROM sessions WHERE id = '{ids[row]}' FOR UPDATE");

            var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(async () => await impatient.DeleteSessionsAsync(Filter, Token));

            Assert.Equal(outcome, error.Outcome);
            Assert.Equal(outcome == LtiWorkOutcome.Unknown, error.Message.Contains("Call again", StringComparison.Ordinal));
        }

        Assert.Equal(left, await CountAsync());
        Assert.Equal(left, await impatient.DeleteSessionsAsync(Filter, Token));
    }

    [Fact, Rule("S4", "F1")]
    public async Task Deletion_that_the_server_refuses_after_a_batch_was_deleted_is_unknown()
    {
        await AddAsync(300, Issuer);
        await Database.ExecuteAsync(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$;
            DO $$
            BEGIN
                EXECUTE format(
                    'CREATE TRIGGER refuses BEFORE DELETE ON sessions FOR EACH ROW WHEN (OLD.id = %L) EXECUTE FUNCTION refuse()',
                    (SELECT id FROM sessions ORDER BY id OFFSET 150 LIMIT 1));
            END
            $$;
            """);

        var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(async () => await Storage.DeleteSessionsAsync(Filter, Token));

        Assert.Equal(LtiWorkOutcome.Unknown, error.Outcome);
        Assert.StartsWith("Some of the sessions were deleted", error.Message, StringComparison.Ordinal);
        Assert.Contains("P0001", error.Message, StringComparison.Ordinal);
        Assert.Equal(200L, await CountAsync());
    }

    [Fact, Rule("S4")]
    public async Task Deletion_that_disposal_ends_after_a_batch_was_deleted_is_unknown()
    {
        await AddAsync(300, Issuer);
        await using var storage = Database.Open(text => text.MaxPoolSize = 1);
        var held = await storage.OpenConnectionAsync(Token);

        // Without a synchronization context both wait for the only connection when they return. The pool serves them in order.
        var (deletion, next) = await Task.Run(
            () => (storage.DeleteSessionsAsync(Filter, Token).AsTask(), storage.OpenConnectionAsync(Token).AsTask()), Token);
        await held.DisposeAsync();
        await using var other = await next;
        await storage.DisposeAsync();

        var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => deletion);
        Assert.Equal(LtiWorkOutcome.Unknown, error.Outcome);
        Assert.StartsWith("Some of the sessions were deleted", error.Message, StringComparison.Ordinal);
        Assert.Equal(200L, await CountAsync());
    }

    [Fact, Rule("S4")]
    public async Task Deletion_beside_additions_ends_and_misses_no_earlier_session()
    {
        await AddAsync(5_000, Issuer);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var adding = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    await Storage.AddSessionAsync(Sample.Session(issuer: Issuer), TimeSpan.FromHours(1), Token);
                }
            },
            Token);

        Assert.InRange(await Storage.DeleteSessionsAsync(Filter, Token), 5_000, long.MaxValue);

        await stop.CancelAsync();
        await adding;
        Assert.Equal(0L, await Database.QueryAsync<long>("SELECT count(*) FROM sessions WHERE expires_at > now() + interval '1 day'"));
    }

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }

    private Task AddAsync(int count, string issuer, string expiresAt = "now() + interval '2 days'") => Database.ExecuteAsync(
        $"INSERT INTO sessions SELECT gen_random_uuid(), jsonb_build_object('platform', jsonb_build_object('issuer', '{issuer}')), {expiresAt} FROM generate_series(1, {count})");

    private Task<long> CountAsync() => Database.QueryAsync<long>("SELECT count(*) FROM sessions");

    private Task WaitingAsync() => Eventually.TrueAsync(
        () => Database.QueryAsync<bool>("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"), Token);
}
