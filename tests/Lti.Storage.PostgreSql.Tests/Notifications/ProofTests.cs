using Lti.Storage.PostgreSql.Tests.Server;
using Lti.Storage.PostgreSqlServer;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Notifications;

/// <summary>Tests the proof of delivery that a listener needs before it reports that it listens.</summary>
public sealed class ProofTests : IAsyncLifetime
{
    private const string Triggers = """
        SELECT relname || '.' || tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE tgfoid = 'lti_storage_notify'::regproc ORDER BY 1
        """;

    private TestDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.MigratedAsync();

    [Fact]
    public async Task Listener_behind_a_transaction_pooler_is_off_warns_once_and_retries_with_growing_delays()
    {
        var pooler = await RunningServer.GetPoolerAsync();
        await using var node = new ListeningNode(pooler.Through(Database.ConnectionString), new() { ConnectionString = pooler.Through(Database.ConnectionString), PrepareStatements = false });

        for (var seconds = 1; seconds <= 8; seconds *= 2)
        {
            await node.PassProofsAsync();
            await node.Clock.AwaitedAsync(TimeSpan.FromSeconds(seconds));
            Assert.Equal(InvalidationState.Off, node.State);
            node.Clock.Advance(TimeSpan.FromSeconds(seconds));
        }

        Assert.Contains("not delivered here", await node.WarningAsync(), StringComparison.Ordinal);
        Assert.Empty(node.Heard.Reports);
    }

    [Fact]
    public async Task Late_proof_is_awaited_and_sent_again()
    {
        var server = new NpgsqlConnectionStringBuilder(Database.ConnectionString);
        var network = new HeldClock();
        await using var slow = new TcpProxy(server.Host!, server.Port, network);
        await using var quick = new TcpProxy(server.Host!, server.Port);
        quick.Sent = piece =>
        {
            if (piece.Span.IndexOf("pg_notify"u8) >= 0)
            {
                slow.Delay = TimeSpan.FromHours(1);
            }
        };
        await using var node = new ListeningNode(InClear(quick), new() { ConnectionString = InClear(slow) });

        await node.Clock.PassAsync(ListeningNode.ProofLimit);
        quick.Sent = null;
        slow.Delay = TimeSpan.Zero;

        await Eventually.TrueAsync(
            () =>
            {
                network.Advance(TimeSpan.FromHours(1));
                return Task.FromResult(node.State == InvalidationState.Listening);
            },
            Token);
        Assert.Empty(node.Warnings);
    }

    [Fact]
    public async Task Proof_that_arrives_with_a_statements_answer_does_not_count()
    {
        var server = new NpgsqlConnectionStringBuilder(Database.ConnectionString);
        var network = new HeldClock();
        await using var slow = new TcpProxy(server.Host!, server.Port, network);
        await using var quick = new TcpProxy(server.Host!, server.Port);
        var proofs = 0;
        quick.Sent = piece =>
        {
            if (piece.Span.IndexOf("lti_storage_"u8) is >= 0 and var channel)
            {
                // The first proof is delayed and later ones go to another channel.
                if (proofs++ == 0)
                {
                    slow.Delay = TimeSpan.FromHours(1);
                }
                else
                {
                    "x"u8.CopyTo(piece.Span[channel..]);
                }
            }
        };
        await using var node = new ListeningNode(InClear(quick), new() { ConnectionString = InClear(slow) });
        await node.Clock.PassAsync(ListeningNode.ProofLimit);

        // The notification and the next statement are both in flight.
        await network.AwaitedAsync(TimeSpan.FromHours(1), times: 2);
        slow.Delay = TimeSpan.Zero;
        network.Advance(TimeSpan.FromHours(1));

        await node.Clock.PassAsync(ListeningNode.ProofLimit);
        await node.Clock.PassAsync(ListeningNode.ProofLimit);
        await node.BecomesAsync(InvalidationState.Off);
        Assert.Contains("not delivered here", await node.WarningAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disabled_trigger_is_named_in_a_warning_and_the_listener_resumes_once_it_is_enabled()
    {
        var triggers = await Database.QueryTextsAsync(Triggers);
        Assert.Equal(13, triggers.Count);
        await using var node = new ListeningNode(Database.ConnectionString);
        for (var i = 0; i < triggers.Count; i++)
        {
            await node.BecomesAsync(InvalidationState.Listening);
            var (table, trigger) = (triggers[i].Split('.')[0], triggers[i].Split('.')[1]);
            await Database.ExecuteAsync($"ALTER TABLE {table} {(i % 2 == 0 ? "DISABLE" : "ENABLE REPLICA")} TRIGGER {trigger}");
            await node.Clock.PassAsync(ListeningNode.KeepAlive);
            await node.BecomesAsync(InvalidationState.Off);

            await Database.ExecuteAsync($"ALTER TABLE {table} ENABLE {(i % 2 == 0 ? "" : "ALWAYS")} TRIGGER {trigger}");
            await node.Clock.PassAsync(TimeSpan.FromSeconds(1));
        }

        await node.BecomesAsync(InvalidationState.Listening);
        Assert.Equal(triggers, node.Warnings.Select(warning => warning.Split('(', ')')[1]), StringComparer.Ordinal);
        Assert.Equal([.. Enumerable.Repeat("everything", triggers.Count + 1)], node.Heard.Reports);
    }

    [Fact]
    public async Task Triggers_that_do_not_fire_in_the_sessions_replication_role_are_reported()
    {
        await Database.ExecuteAsync("ALTER TABLE clients ENABLE TRIGGER USER");
        await Database.ExecuteAsync($"ALTER DATABASE {new NpgsqlConnectionStringBuilder(Database.ConnectionString).Database} SET session_replication_role = 'replica'");
        await using var node = new ListeningNode(Database.ConnectionString);

        await node.PassProofsAsync();

        await node.BecomesAsync(InvalidationState.Off);
        Assert.Contains("(clients.lti_storage_added_or_deleted, clients.lti_storage_changed, clients.lti_storage_truncated)", await node.WarningAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unmigrated_schema_is_one_warning_and_its_migration_is_noticed()
    {
        await using var empty = await TestDatabase.CreateAsync();
        await using var node = new ListeningNode(empty.ConnectionString);
        await node.PassProofsAsync();
        await node.BecomesAsync(InvalidationState.Off);
        await node.Clock.PassAsync(TimeSpan.FromSeconds(1));
        await node.PassProofsAsync();
        await node.Clock.AwaitedAsync(TimeSpan.FromSeconds(2));
        Assert.Contains("migrate the schema", await node.WarningAsync(), StringComparison.Ordinal);

        await MigrateAsync(empty);
        await node.Clock.PassAsync(TimeSpan.FromSeconds(2));

        await node.BecomesAsync(InvalidationState.Listening);
        Assert.Equal(["everything"], node.Heard.Reports);
    }

    [Fact]
    public async Task Listener_waits_for_a_running_migration()
    {
        await using var empty = await TestDatabase.CreateAsync();
        await using var node = new ListeningNode(empty.ConnectionString);
        await node.Clock.AwaitedAsync(ListeningNode.ProofLimit);
        await MigrateAsync(empty);

        await node.Clock.PassAsync(ListeningNode.ProofLimit);

        await node.BecomesAsync(InvalidationState.Listening);
        Assert.Empty(node.Warnings);
    }

    [Theory]
    [InlineData("LISTEM lti_sto", PostgresErrorCodes.SyntaxError)]
    [InlineData("TABLE  a.b.sto", PostgresErrorCodes.FeatureNotSupported)]
    public async Task Server_that_refuses_LISTEN_is_one_warning_and_is_asked_again(string other, string sqlState)
    {
        var server = new NpgsqlConnectionStringBuilder(Database.ConnectionString);
        await using var proxy = new TcpProxy(server.Host!, server.Port);
        proxy.Sent = piece =>
        {
            if (piece.Span.IndexOf("LISTEN lti_sto"u8) is >= 0 and var at)
            {
                System.Text.Encoding.ASCII.GetBytes(other, piece.Span[at..]);
            }
        };
        await using var node = new ListeningNode(Database.ConnectionString, new() { ConnectionString = InClear(proxy) });
        await node.Clock.PassAsync(TimeSpan.FromSeconds(1));
        await node.Clock.AwaitedAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(InvalidationState.Off, node.State);
        Assert.Contains($"no LISTEN (SQLSTATE {sqlState})", await node.WarningAsync(), StringComparison.Ordinal);

        proxy.Sent = null;
        await node.Clock.PassAsync(TimeSpan.FromSeconds(2));

        await node.BecomesAsync(InvalidationState.Listening);
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private static async Task MigrateAsync(TestDatabase database)
    {
        await using var storage = database.Open();
        await storage.Schema.MigrateAsync(Token);
    }

    private string InClear(TcpProxy proxy) => new NpgsqlConnectionStringBuilder(proxy.Through(Database.ConnectionString))
    {
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;
}
