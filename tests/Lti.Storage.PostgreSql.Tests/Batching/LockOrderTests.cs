using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Lti.Storage.PostgreSqlServer;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Checks that batches of two nodes lock rows in key order and not in the order of the calls.</summary>
/// <remarks>
/// Both need three rows and another session holds the middle one. In another order, each batch would hold one end and deadlock once the
/// middle is free.
/// </remarks>
public sealed class LockOrderTests : IAsyncLifetime
{
    private const string LockMiddle = "SELECT FROM nonces WHERE nonce = 'm' FOR UPDATE";

    // The deletion is rolled back later. Additions wait for it too, but would not wait for a row lock.
    private const string LockMiddleSession = "DELETE FROM sessions WHERE id = '70000000-0000-4000-8000-000000000000'";

    private const string AddMiddle = "INSERT INTO sessions VALUES ('70000000-0000-4000-8000-000000000000', '{}', now())";

    private static readonly string[] _nonces = ["a", "m", "z"];
    private static readonly Guid[] _ids = [.. new[] { "01", "70", "f0" }.Select(first => Guid.Parse($"{first}000000-0000-4000-8000-000000000000"))];

    private TestDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.MigratedAsync();

        // Enough rows for index lookups. A table scan would return rows in the same order for every statement.
        await _database.ExecuteAsync("INSERT INTO nonces SELECT n, now() + interval '1 hour' FROM generate_series(1, 1000) AS n; ANALYZE nonces");
        await _database.ExecuteAsync(
            "INSERT INTO sessions (data, expires_at) SELECT '{}', now() + interval '1 hour' FROM generate_series(1, 20000); ANALYZE sessions");
    }

    [Fact, Rule("N3")]
    public async Task Consumes()
    {
        await Database.ExecuteAsync("INSERT INTO nonces SELECT unnest('{a,m,z}'::text[]), now() + interval '1 hour'");

        var outcomes = await OnTwoNodesAsync(LockMiddle, (storage, i) => storage.ConsumeNonceAsync(_nonces[i], Token).AsTask());

        Assert.Equal(3, outcomes.Count(outcome => outcome == NonceOutcome.Consumed));
    }

    [Fact, Rule("L5")]
    public async Task Launches()
    {
        await Database.ExecuteAsync("INSERT INTO nonces SELECT unnest('{a,m,z}'::text[]), now() + interval '1 hour'");

        var outcomes = await OnTwoNodesAsync(LockMiddle, (storage, i) => storage.CompleteLaunchAsync(_nonces[i], Sample.Session(), cancellationToken: Token).AsTask());

        Assert.Equal(3, outcomes.Count(outcome => outcome == NonceOutcome.Consumed));
    }

    [Fact, Rule("N5")]
    public async Task Claims_of_expired_nonces_lock_in_key_order()
    {
        await Database.ExecuteAsync("INSERT INTO nonces SELECT unnest('{a,m,z}'::text[]), now() - interval '1 hour'");

        var claimed = await OnTwoNodesAsync(LockMiddle, (storage, i) => storage.ClaimNonceAsync(_nonces[i], cancellationToken: Token).AsTask());

        Assert.Equal(3, claimed.Count(claimed => claimed));
    }

    [Fact, Rule("N1")]
    public async Task Stores_of_new_nonces_lock_in_key_order()
    {
        var errors = await OnTwoNodesAsync(
            "INSERT INTO nonces VALUES ('m', now() + interval '1 hour')",
            async (storage, i) => await Record.ExceptionAsync(async () => await storage.StoreNonceAsync(_nonces[i], cancellationToken: Token)));

        Assert.Equal(3, errors.Count(error => error is null));
    }

    [Fact, Rule("S1")]
    public async Task Additions_of_sessions_lock_in_key_order()
    {
        var errors = await OnTwoNodesAsync(
            AddMiddle,
            async (storage, i) => await Record.ExceptionAsync(async () => await storage.AddSessionAsync(Session(_ids[i]), cancellationToken: Token)));

        Assert.Equal(3, errors.Count(error => error is null));
    }

    [Fact, Rule("S3")]
    public async Task Deletions_of_sessions_lock_in_key_order()
    {
        await AddSessionsAsync();

        var deleted = await OnTwoNodesAsync(LockMiddleSession, (storage, i) => storage.DeleteSessionAsync(_ids[i], Token).AsTask());

        Assert.Equal(3, deleted.Count(deleted => deleted));
    }

    [Fact, Rule("L5")]
    public async Task Launches_add_their_sessions_in_id_order()
    {
        await using var batching = BatchingStorage.Open(Database);
        await Database.ExecuteAsync("INSERT INTO nonces SELECT unnest('{a,m,z}'::text[]), now() + interval '1 hour'");
        (string Nonce, Guid Id)[] launches = [("a", _ids[1]), ("m", _ids[2]), ("z", _ids[0])];

        await Task.WhenAll(await batching.BatchAsync(launches.Select(launch => (Func<ValueTask<NonceOutcome>>)(
            () => batching.Storage.CompleteLaunchAsync(launch.Nonce, Session(launch.Id), cancellationToken: Token)))));

        Assert.Equal(
            [.. _ids.Select(id => id.ToString())],
            await Database.QueryTextsAsync("SELECT id::text FROM sessions WHERE id::text LIKE '%-0000-4000-8000-000000000000' ORDER BY ctid"));
    }

    [Theory, Rule("N1", "N3", "N5", "S1", "L5")]
    [InlineData(nameof(PostgreSqlLtiStorage.StoreNonceAsync), nameof(PostgreSqlLtiStorage.ConsumeNonceAsync), LockMiddle)]
    [InlineData(nameof(PostgreSqlLtiStorage.ClaimNonceAsync), nameof(PostgreSqlLtiStorage.CompleteLaunchAsync), LockMiddle)]
    [InlineData(nameof(PostgreSqlLtiStorage.AddSessionAsync), nameof(PostgreSqlLtiStorage.CompleteLaunchAsync), AddMiddle)]
    [InlineData(nameof(PostgreSqlLtiStorage.DeleteSessionAsync), nameof(PostgreSqlLtiStorage.AddSessionAsync), LockMiddleSession)]
    [InlineData(nameof(PostgreSqlLtiStorage.DeleteSessionAsync), nameof(PostgreSqlLtiStorage.CompleteLaunchAsync), LockMiddleSession)]
    public async Task Statements_of_different_kinds_lock_in_key_order(string one, string other, string holdMiddle)
    {
        await Database.ExecuteAsync("INSERT INTO nonces SELECT unnest('{a,m,z}'::text[]), now() + interval '1 hour'");
        if (holdMiddle == LockMiddleSession)
        {
            await AddSessionsAsync();
        }

        await OnTwoNodesAsync(holdMiddle, (storage, i) => CallAsync(one, storage, i), (storage, i) => CallAsync(other, storage, i));
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private static LtiSession Session(Guid id) => LtiSession.FromDocument(id, Sample.Session().Utf8Document.Span);

    // When two calls use the same key, one may be refused.
    private static async Task<Exception?> CallAsync(string operation, PostgreSqlLtiStorage storage, int i) => await Record.ExceptionAsync(async () =>
    {
        switch (operation)
        {
            case nameof(PostgreSqlLtiStorage.StoreNonceAsync):
                await storage.StoreNonceAsync(_nonces[i], cancellationToken: Token);
                break;
            case nameof(PostgreSqlLtiStorage.ClaimNonceAsync):
                await storage.ClaimNonceAsync(_nonces[i], cancellationToken: Token);
                break;
            case nameof(PostgreSqlLtiStorage.ConsumeNonceAsync):
                await storage.ConsumeNonceAsync(_nonces[i], Token);
                break;
            case nameof(PostgreSqlLtiStorage.CompleteLaunchAsync):
                await storage.CompleteLaunchAsync(_nonces[i], Session(_ids[i]), cancellationToken: Token);
                break;
            case nameof(PostgreSqlLtiStorage.DeleteSessionAsync):
                await storage.DeleteSessionAsync(_ids[i], Token);
                break;
            default:
                await storage.AddSessionAsync(Session(_ids[i]), cancellationToken: Token);
                break;
        }
    });

    private Task BlockedAsync(int batches) => Eventually.TrueAsync(
        () => Database.QueryAsync<bool>(
            $"SELECT count(*) = {batches} FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND wait_event_type = 'Lock'"), Token);

    private Task AddSessionsAsync() => Database.ExecuteAsync(
        $"INSERT INTO sessions SELECT unnest('{{{string.Join(',', _ids)}}}'::uuid[]), '{{}}', now() + interval '1 hour'");

    private Task<T[]> OnTwoNodesAsync<T>(string holdMiddle, Func<PostgreSqlLtiStorage, int, Task<T>> call) => OnTwoNodesAsync(holdMiddle, call, call);

    private async Task<T[]> OnTwoNodesAsync<T>(string holdMiddle, Func<PostgreSqlLtiStorage, int, Task<T>> call, Func<PostgreSqlLtiStorage, int, Task<T>> otherCall)
    {
        var deadlocks = 0;
        var log = new CapturingLoggerFactory(line =>
        {
            if (line.Message.Contains("(Conflict)", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref deadlocks);
            }
        });
        var server = new NpgsqlConnectionStringBuilder(Database.ConnectionString);
        var network = new HeldClock();
        await using var path = new TcpProxy(server.Host!, server.Port, network);
        await using var one = BatchingStorage.Open(Database, log: log);
        await using var other = BatchingStorage.Open(Database, connection: text => (text.Host, text.Port) = ("127.0.0.1", path.Port), log: log);
        Task<T>[] calls;
        await using (var locked = await LockedTables.LockAsync(Database, holdMiddle))
        {
            Task[] occupied = [one.OccupyAsync(), other.OccupyAsync()];
            calls = [.. new[] { 0, 1, 2 }.Select(i => call(one.Storage, i)), .. new[] { 2, 1, 0 }.Select(i => otherCall(other.Storage, i))];

            // The first batch holds its first row before the other one is sent. Otherwise a session to be deleted may refuse an addition.
            path.Delay = TimeSpan.FromHours(1);
            await locked.UnlockTablesAsync();
            await occupied[0];
            await BlockedAsync(batches: 1);
            path.Delay = TimeSpan.Zero;
            await Eventually.TrueAsync(
                () =>
                {
                    network.Advance(TimeSpan.FromHours(1));
                    return Task.FromResult(occupied[1].IsCompleted);
                },
                Token);
            await BlockedAsync(batches: 2);
        }

        var answers = await Task.WhenAll(calls);
        Assert.Equal([3, 3], one.Measured.Sent.Concat(other.Measured.Sent).Select(sent => sent.Calls));
        Assert.Equal(0, deadlocks);
        return answers;
    }
}
