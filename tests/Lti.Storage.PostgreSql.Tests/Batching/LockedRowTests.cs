using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Tests a batch while another session holds one call's row, its index entry or the whole table.</summary>
public sealed class LockedRowTests : IAsyncLifetime
{
    private const string Held = "held";

    private static readonly Guid _heldId = Guid.NewGuid();

    private TestDatabase? _database;
    private BatchingStorage? _batching;

    /// <summary>Gets each batched write and what another session does to its row.</summary>
    public static TheoryData<string, string> Locks { get; } = new()
    {
        { "store nonce", $"UPDATE nonces SET used_at = now() WHERE nonce = '{Held}'" },
        { "claim nonce", $"UPDATE nonces SET used_at = now() WHERE nonce = '{Held}'" },
        { "consume nonce", $"SELECT FROM nonces WHERE nonce = '{Held}' FOR UPDATE" },
        { "complete launch", $"SELECT FROM nonces WHERE nonce = '{Held}' FOR UPDATE" },
        { "store nonce", $"DELETE FROM nonces WHERE nonce = '{Held}'; INSERT INTO nonces VALUES ('{Held}', now() + interval '1 hour')" },
        { "claim nonce", $"DELETE FROM nonces WHERE nonce = '{Held}'; INSERT INTO nonces VALUES ('{Held}', now() + interval '1 hour')" },
        { "complete launch", $"INSERT INTO sessions VALUES ('{_heldId}', '{{}}', now() + interval '1 hour')" },
        { "complete login", $"SELECT FROM nonces WHERE nonce = '{Held}' FOR UPDATE" },
        { "complete login", $"INSERT INTO sessions VALUES ('{_heldId}', '{{}}', now() + interval '1 hour')" },
        { "begin login", $"UPDATE nonces SET used_at = now() WHERE nonce = '{Held}'" },
        { "begin login", $"DELETE FROM nonces WHERE nonce = '{Held}'; INSERT INTO nonces VALUES ('{Held}', now() + interval '1 hour')" },
        { "begin login", $"INSERT INTO nonces (nonce, expires_at, state) VALUES ('another', now() + interval '1 hour', 'state of {Held}')" },
        { "add session", $"INSERT INTO sessions VALUES ('{_heldId}', '{{}}', now() + interval '1 hour')" },
        { "delete session", $"SELECT FROM sessions WHERE id = '{_heldId}' FOR UPDATE" },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    private BatchingStorage Batching => _batching!;

    private PostgreSqlLtiStorage Storage => Batching.Storage;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.MigratedAsync();
        _batching = BatchingStorage.Open(Database, configure: options => options.LockTimeout = TimeSpan.FromSeconds(4));
    }

    [Theory, Rule("F1", "N3", "L5")]
    [MemberData(nameof(Locks))]
    [FullRun("all rows of long theories", Rows = 4)]
    public async Task Locked_row_fails_its_own_call_alone(string operation, string hold)
    {
        // A nonce is stored over an expired one, so that its row is written.
        var expires = operation is "store nonce" or "claim nonce" or "begin login" ? "-" : "+";
        await Database.ExecuteAsync($"INSERT INTO nonces SELECT unnest('{{{Held},a,b,c}}'::text[]), now() {expires} interval '1 hour'");
        Guid[] ids = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];
        if (operation == "complete login")
        {
            await Database.ExecuteAsync("UPDATE nonces SET state = 'state of ' || nonce, login = '{}'");
        }

        if (operation == "delete session")
        {
            await Database.ExecuteAsync(
                $"INSERT INTO sessions SELECT unnest('{{{_heldId},{string.Join(',', ids)}}}'::uuid[]), '{{}}', now() + interval '1 hour'");
        }

        Task occupied;
        Task<bool> held;
        Task<bool>[] others;
        await using (var locked = await LockedTables.LockAsync(Database, hold))
        {
            occupied = Batching.OccupyAsync();
            held = CallAsync(operation, Held, _heldId);
            others = [.. new[] { "a", "b", "c" }.Zip(ids, (nonce, id) => CallAsync(operation, nonce, id))];
            await locked.UnlockTablesAsync();
            await occupied;

            // The other calls succeed while the row is held.
            Assert.All(await Task.WhenAll(others), Assert.True);
            var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => held);
            Assert.Equal(LtiWorkOutcome.NotApplied, error.Outcome);
            Assert.Contains("55P03", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(4, Batching.Measured.Retried);
        Assert.True(await CallAsync(operation, Held, _heldId));
    }

    [Fact, Rule("F1")]
    public async Task Locked_table_fails_its_writers_as_not_applied()
    {
        await Database.ExecuteAsync("INSERT INTO nonces SELECT unnest('{a,b}'::text[]), now() + interval '1 hour'");
        await using (await LockedTables.LockAsync(Database, tables: "nonces"))
        {
            Task<bool>[] calls = [.. new[] { "consume nonce", "complete launch", "complete login", "begin login", "store nonce", "claim nonce" }
                .SelectMany(operation => new[] { "a", "b", "c" }.Select(nonce => CallAsync(operation, nonce, Guid.NewGuid())))];
            Assert.Null(await Storage.FindSessionAsync(Guid.NewGuid(), Token));
            Assert.True(await CallAsync("add session", "", Guid.NewGuid()));

            foreach (var call in calls)
            {
                Assert.Equal(LtiWorkOutcome.NotApplied, (await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => call)).Outcome);
            }
        }

        Assert.True(await CallAsync("consume nonce", "a", Guid.NewGuid()));
    }

    [Fact]
    public async Task Shorter_lock_timeout_of_the_connection_takes_precedence()
    {
        await using var storage = Database.Open(text => text.Options = "-c lock_timeout=50", options => options.LockTimeout = TimeSpan.FromHours(1));
        await storage.StoreNonceAsync(Held, cancellationToken: Token);
        await using var locked = await LockedTables.LockAsync(Database, $"SELECT FROM nonces WHERE nonce = '{Held}' FOR UPDATE");

        var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(async () => await storage.ConsumeNonceAsync(Held, Token));

        Assert.Contains("55P03", error.Message, StringComparison.Ordinal);
    }

    [Fact, Rule("F1", "N3")]
    public async Task Locked_row_fails_its_own_call_alone_where_the_server_sets_a_long_lock_timeout()
    {
        await using var batching = BatchingStorage.Open(
            Database,
            text => text.Options = "-c lock_timeout=1h",
            options => (options.LockTimeout, options.CommandTimeout) = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(20)));
        await Database.ExecuteAsync($"INSERT INTO nonces SELECT unnest('{{{Held},a,b,c}}'::text[]), now() + interval '1 hour'");
        await using var locked = await LockedTables.LockAsync(Database, $"SELECT FROM nonces WHERE nonce = '{Held}' FOR UPDATE");
        var occupied = batching.OccupyAsync();
        Task<NonceOutcome>[] calls = [.. new[] { Held, "a", "b", "c" }.Select(nonce => batching.Storage.ConsumeNonceAsync(nonce, Token).AsTask())];
        await locked.UnlockTablesAsync();
        await occupied;

        Assert.All(await Task.WhenAll(calls[1..]), outcome => Assert.Equal(NonceOutcome.Consumed, outcome));
        var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => calls[0]);
        Assert.Equal(LtiWorkOutcome.NotApplied, error.Outcome);
    }

    [Fact]
    public async Task Administration_uses_the_whole_lock_timeout()
    {
        await using var storage = Database.Open(configure: options => options.LockTimeout = TimeSpan.FromMilliseconds(100));
        var client = await storage.AddClientAsync(Sample.Client(), Token);
        await using var locked = await LockedTables.LockAsync(Database, "SELECT FROM clients FOR UPDATE", tables: "nonces");

        var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(
            async () => await storage.UpdateClientAsync(client.Id, new ClientUpdate { Name = "New" }, Token));

        Assert.Equal(LtiWorkOutcome.NotApplied, error.Outcome);
        Assert.Contains("55P03", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lock_timeout_is_reset_when_the_connection_returns_to_the_pool()
    {
        await using var storage = Database.Open(text => text.MaxPoolSize = 1);
        await storage.StoreNonceAsync(Held, cancellationToken: Token);
        await storage.AddClientAsync(Sample.Client(), Token);

        await using var connection = await storage.OpenConnectionAsync(Token);
        await using var command = new NpgsqlCommand("SELECT current_setting('lock_timeout')", connection);
        Assert.Equal("0", await command.ExecuteScalarAsync(Token));
    }

    public async ValueTask DisposeAsync()
    {
        await Batching.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static LtiLogin Login(string nonce) => Sample.Login() with { Nonce = nonce, State = $"state of {nonce}" };

    private async Task<bool> CallAsync(string operation, string nonce, Guid id)
    {
        var session = LtiSession.FromDocument(id, Sample.Session().Utf8Document.Span);
        switch (operation)
        {
            case "store nonce":
                await Storage.StoreNonceAsync(nonce, cancellationToken: Token);
                return true;
            case "claim nonce":
                return await Storage.ClaimNonceAsync(nonce, cancellationToken: Token);
            case "consume nonce":
                return await Storage.ConsumeNonceAsync(nonce, Token) == NonceOutcome.Consumed;
            case "complete launch":
                return await Storage.CompleteLaunchAsync(nonce, session, cancellationToken: Token) == NonceOutcome.Consumed;
            case "complete login":
                return await Storage.CompleteLaunchAsync(Login(nonce), session, cancellationToken: Token) == NonceOutcome.Consumed;
            case "begin login":
                await Storage.BeginLoginAsync(Login(nonce), cancellationToken: Token);
                return true;
            case "delete session":
                return await Storage.DeleteSessionAsync(id, Token);
            default:
                await Storage.AddSessionAsync(session, cancellationToken: Token);
                return true;
        }
    }
}
