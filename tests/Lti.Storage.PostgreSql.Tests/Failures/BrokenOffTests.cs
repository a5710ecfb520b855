using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Failures;

/// <summary>Tests real server failures of sent statements, which wait for a row that another session has locked.</summary>
public sealed class BrokenOffTests : IAsyncLifetime
{
    private const string EndOthers = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'victim'";

    private TestDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.MigratedAsync();

    [Fact, Rule("F1", "F2")]
    public async Task Consume_whose_connection_is_lost_in_flight_is_unknown_and_not_retried()
    {
        await using var storage = Database.Open(text => text.ApplicationName = "victim");
        await storage.StoreNonceAsync("nonce", cancellationToken: Token);
        await using var held = await LockAsync("SELECT FROM nonces WHERE nonce = 'nonce' FOR UPDATE");
        var consume = storage.ConsumeNonceAsync("nonce", Token).AsTask();
        await WaitingAsync();

        await Database.ExecuteAsync(EndOthers);

        var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => consume);
        Assert.Equal(LtiWorkOutcome.Unknown, error.Outcome);
        await held.DisposeAsync();

        // The same storage works again. In this test the statement was cut off before it changed anything.
        Assert.Equal(NonceOutcome.Consumed, await storage.ConsumeNonceAsync("nonce", Token));
    }

    [Fact, Rule("F1", "L5")]
    public async Task Launch_whose_connection_is_lost_in_flight_is_unknown_and_leaves_both_rows_or_neither()
    {
        await using var storage = Database.Open(text => text.ApplicationName = "victim");
        var session = Sample.Session();
        await storage.StoreNonceAsync("nonce", cancellationToken: Token);
        await using var held = await LockAsync("SELECT FROM nonces WHERE nonce = 'nonce' FOR UPDATE");
        var complete = storage.CompleteLaunchAsync("nonce", session, cancellationToken: Token).AsTask();
        await WaitingAsync();

        await Database.ExecuteAsync(EndOthers);

        Assert.Equal(LtiWorkOutcome.Unknown, (await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => complete)).Outcome);
        await held.DisposeAsync();
        Assert.Null(await storage.FindSessionAsync(session.Id, Token));
        Assert.Equal(NonceOutcome.Consumed, await storage.CompleteLaunchAsync("nonce", session, cancellationToken: Token));
    }

    [Fact, Rule("F1", "F2")]
    public async Task Reads_and_idempotent_writes_are_retried_on_a_fresh_connection_after_an_idle_one_was_ended()
    {
        await using var storage = Database.Open(text => (text.ApplicationName, text.MaxPoolSize) = ("victim", 3));
        var (key, session) = (Sample.LaunchKey(), Sample.Session());
        var config = (await storage.SaveLaunchConfigAsync(key, Sample.Endpoints, cancellationToken: Token)).Config;
        await storage.AddSessionAsync(session, cancellationToken: Token);

        Func<Task>[] calls =
        [
            async () => Assert.NotNull(await storage.FindSessionAsync(session.Id, Token)),
            async () => Assert.NotNull(await storage.FindLaunchConfigAsync(key, Token)),
            async () => Assert.NotNull(await storage.FindClientAsync(config.ClientKey, Token)),
            async () => Assert.True(await storage.RenewSessionAsync(session.Id, cancellationToken: Token)),
            async () => Assert.NotNull(await storage.FindClientAsync(key.Issuer, key.ClientId, Token)),
            async () => Assert.Null(await storage.FindLoginAsync("state", Token)),
            async () => await storage.EnsureDeploymentAsync(config.ClientKey, "other", cancellationToken: Token),
            async () => await storage.UpdateClientAsync(config.ClientKey, new ClientUpdate { Name = "New" }, Token),
        ];
        foreach (var call in calls)
        {
            // Open several idle connections, so that the retry could meet another ended one.
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => storage.FindSessionAsync(session.Id, Token).AsTask()));
            await Database.ExecuteAsync(EndOthers);
            await call();
        }
    }

    [Fact, Rule("F1")]
    public async Task Write_whose_retry_would_answer_differently_is_not_retried()
    {
        await using var storage = Database.Open(text => (text.ApplicationName, text.MaxPoolSize) = ("victim", 1));
        var session = Sample.Session();
        await storage.AddSessionAsync(session, cancellationToken: Token);
        await Database.ExecuteAsync(EndOthers);

        var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(async () => await storage.DeleteSessionAsync(session.Id, Token));

        Assert.Equal(LtiWorkOutcome.Unknown, error.Outcome);
        Assert.True(await storage.DeleteSessionAsync(session.Id, Token));
    }

    [Theory, Rule("F1")]
    [InlineData("statement_timeout=100", "57014")]
    [InlineData("lock_timeout=100", "55P03")]
    public async Task Timeout_of_the_server_is_not_applied(string setting, string sqlState)
    {
        await using var storage = Database.Open(text => text.Options = $"-c {setting}");
        await storage.StoreNonceAsync("nonce", cancellationToken: Token);
        await using var held = await LockAsync("SELECT FROM nonces WHERE nonce = 'nonce' FOR UPDATE");

        var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(async () => await storage.ConsumeNonceAsync("nonce", Token));

        Assert.Equal(LtiWorkOutcome.NotApplied, error.Outcome);
        Assert.Contains(sqlState, error.Message, StringComparison.Ordinal);
        await held.DisposeAsync();
        Assert.Equal(NonceOutcome.Consumed, await storage.ConsumeNonceAsync("nonce", Token));
    }

    [Fact, Rule("F1", "E5")]
    public async Task Command_timeout_bounds_a_stuck_statement_and_leaves_it_unknown()
    {
        await using var storage = Database.Open(configure: options => (options.CommandTimeout, options.LockTimeout) = (TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)));
        await storage.StoreNonceAsync("nonce", cancellationToken: Token);
        await using var held = await LockAsync("SELECT FROM nonces WHERE nonce = 'nonce' FOR UPDATE");

        var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(async () => await storage.ConsumeNonceAsync("nonce", Token));

        Assert.Equal(LtiWorkOutcome.Unknown, error.Outcome);
        Assert.Contains("CommandTimeout", error.Message, StringComparison.Ordinal);
        await held.DisposeAsync();
        Assert.Equal(NonceOutcome.Consumed, await storage.ConsumeNonceAsync("nonce", Token));
    }

    [Fact, Rule("E5")]
    public async Task Consume_in_flight_ignores_its_token()
    {
        await using var storage = Database.Open();
        await storage.StoreNonceAsync("nonce", cancellationToken: Token);
        await using var held = await LockAsync("SELECT FROM nonces WHERE nonce = 'nonce' FOR UPDATE");
        using var cancel = new CancellationTokenSource();
        var consume = storage.ConsumeNonceAsync("nonce", cancel.Token).AsTask();
        await WaitingAsync();

        await cancel.CancelAsync();
        await held.DisposeAsync();

        Assert.Equal(NonceOutcome.Consumed, await consume);
    }

    [Fact, Rule("E5")]
    public async Task Call_cancelled_while_it_waits_for_a_connection_changes_nothing()
    {
        await using var storage = Database.Open(configure: options => options.MaxPoolSize = 1);
        await storage.StoreNonceAsync("nonce", cancellationToken: Token);
        await storage.StoreNonceAsync("other", cancellationToken: Token);
        await using var held = await LockAsync("SELECT FROM nonces WHERE nonce = 'other' FOR UPDATE");
        var first = storage.ConsumeNonceAsync("other", Token).AsTask();
        await WaitingAsync();
        using var cancel = new CancellationTokenSource();
        var second = storage.ConsumeNonceAsync("nonce", cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await held.DisposeAsync();
        Assert.Equal(NonceOutcome.Consumed, await first);
        Assert.Equal(NonceOutcome.Consumed, await storage.ConsumeNonceAsync("nonce", Token));
    }

    [Fact, Rule("F1")]
    public async Task Read_only_server_is_unavailable_until_it_takes_writes_again()
    {
        await using var storage = Database.Open();
        await storage.StoreNonceAsync("nonce", cancellationToken: Token);
        await Database.ExecuteAsync("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$");
        await Database.ExecuteAsync(EndOthers.Replace("application_name = 'victim'", "pid <> pg_backend_pid()", StringComparison.Ordinal));
        Assert.NotNull(await Record.ExceptionAsync(async () => await storage.ConsumeNonceAsync("nonce", Token)));

        var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(async () => await storage.ConsumeNonceAsync("nonce", Token));
        Assert.Equal(LtiWorkOutcome.NotApplied, error.Outcome);
        Assert.Contains("25006", error.Message, StringComparison.Ordinal);
        Assert.Contains("primary", error.Message, StringComparison.Ordinal);

        // The storage's connections still have the setting. After the error the storage opens fresh ones.
        await using (var writable = await Database.ConnectAsync())
        {
            await using var reset = new NpgsqlCommand("SET default_transaction_read_only = off; DO $$ BEGIN EXECUTE format('ALTER DATABASE %I RESET default_transaction_read_only', current_database()); END $$", writable);
            await reset.ExecuteNonQueryAsync(Token);
        }

        Assert.Equal(NonceOutcome.Consumed, await storage.ConsumeNonceAsync("nonce", Token));
    }

    [Fact, Rule("F1")]
    public async Task Tables_altered_under_prepared_statements_cause_no_error()
    {
        await using var storage = Database.Open(text => text.MaxPoolSize = 3);
        var (key, registration) = (Sample.LaunchKey(), Sample.Registration());
        await storage.SaveLaunchConfigAsync(key, Sample.Endpoints, cancellationToken: Token);
        await storage.SaveRegistrationSessionAsync(registration, cancellationToken: Token);
        await storage.StoreNonceAsync("nonce", cancellationToken: Token);
        await PrepareOnEveryConnectionAsync();

        // The type of a column changes. Without the retry, each connection's prepared statement would fail with 0A000.
        await Database.ExecuteAsync("ALTER TABLE registration_sessions ALTER COLUMN data TYPE json USING data::json; ALTER TABLE clients ADD COLUMN extra text; ALTER TABLE nonces ADD COLUMN extra text");
        await PrepareOnEveryConnectionAsync();

        Assert.NotNull(await storage.ConsumeRegistrationSessionAsync(registration.Id, Token));
        Assert.Equal(NonceOutcome.Consumed, await storage.ConsumeNonceAsync("nonce", Token));

        Task PrepareOnEveryConnectionAsync() => Task.WhenAll(Enumerable.Range(0, 9).Select(async _ =>
        {
            Assert.NotNull(await storage.FindLaunchConfigAsync(key, Token));
            Assert.NotNull(await storage.FindRegistrationSessionAsync(registration.Id, Token));
            Assert.Null(await storage.ConsumeRegistrationSessionAsync(Guid.NewGuid(), Token));
            Assert.Equal(NonceOutcome.Unknown, await storage.ConsumeNonceAsync("unknown", Token));
        }));
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    /// <summary>Locks a row in the test's session until disposal.</summary>
    private async Task<NpgsqlConnection> LockAsync(string sql)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Pooling = false, ApplicationName = "holder" }.ConnectionString);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand($"BEGIN; {sql}", connection);
        await command.ExecuteNonQueryAsync(Token);
        return connection;
    }

    private Task WaitingAsync() => Eventually.TrueAsync(
        () => Database.QueryAsync<bool>("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"), Token);
}
