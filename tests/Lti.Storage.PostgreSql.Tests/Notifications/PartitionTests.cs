using Lti.Storage.PostgreSql.Internal.Notifications;
using Lti.Storage.PostgreSql.Internal.Schema;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Notifications;

/// <summary>Tests notifications from tables with another name, such as partitions and shards.</summary>
public sealed class PartitionTests : IAsyncLifetime
{
    private static readonly Guid _id = Guid.Parse("00000000-0000-4000-8000-000000000001");
    private static readonly Guid _client = Guid.Parse("00000000-0000-4000-8000-000000000002");

    private readonly List<string> _payloads = [];
    private TestDatabase? _database;
    private NpgsqlConnection? _connection;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Migration => Internal.Schema.Migration.All.Single(migration => migration.Name == "notification kinds").Sql;

    private TestDatabase Database => _database!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.MigratedAsync();
        _connection = await _database.ConnectAsync();
        _connection.Notification += (_, notification) => _payloads.Add(notification.Payload);
        await ExecuteAsync($"LISTEN {NotificationPayload.Channel("public")}");
    }

    [Theory]
    [InlineData("public")]
    [InlineData("elsewhere")]
    public async Task Partition_notifies_as_its_table(string schema)
    {
        await PartitionAsync("clients", schema);
        await PartitionAsync("deployments", schema);
        await PartitionAsync("sessions", schema);
        await ExecuteAsync(Migration);

        await AssertTableNotifiesAsync("clients", "deployments", "sessions");
        Assert.Equal(DBNull.Value, await MissingAsync());
    }

    [Fact]
    public async Task Table_of_another_name_notifies_by_its_triggers_kind()
    {
        await ExecuteAsync(
            """
            CREATE TABLE clients_102008 (LIKE clients INCLUDING ALL);
            CREATE TABLE deployments_102009 (LIKE deployments INCLUDING ALL);
            CREATE TABLE sessions_102010 (LIKE sessions INCLUDING ALL);
            CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE ON clients_102008 FOR EACH ROW EXECUTE FUNCTION lti_storage_notify('client');
            CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE ON deployments_102009 FOR EACH ROW EXECUTE FUNCTION lti_storage_notify('deployment');
            CREATE TRIGGER changed AFTER DELETE ON sessions_102010 FOR EACH ROW EXECUTE FUNCTION lti_storage_notify('session');
            """);

        await AssertTableNotifiesAsync("clients_102008", "deployments_102009", "sessions_102010");
    }

    [Theory]
    [InlineData("")]
    [InlineData("'invoice'")]
    public async Task Trigger_of_an_unknown_kind_reports_that_everything_may_have_changed(string arguments)
    {
        await ExecuteAsync($"CREATE TABLE other (LIKE clients INCLUDING DEFAULTS); CREATE TRIGGER changed AFTER INSERT ON other FOR EACH ROW EXECUTE FUNCTION lti_storage_notify({arguments})");

        await ExecuteAsync($"INSERT INTO other VALUES ('{_id}', 'n', 'i', 'c', 'a', 't', 'j')");

        await AssertNotifiedAsync("*");
    }

    [Fact]
    public async Task Migration_can_run_again_and_leaves_all_triggers_firing()
    {
        await ExecuteAsync(Migration);
        await ExecuteAsync(Migration);

        Assert.Equal(DBNull.Value, await MissingAsync());
        Assert.Equal("A", await Database.QueryAsync<string>("SELECT string_agg(DISTINCT tgenabled::text, '') FROM pg_trigger WHERE tgname LIKE 'lti_storage_%'"));
    }

    [Fact]
    public async Task Trigger_without_its_kind_is_found_missing()
    {
        await ExecuteAsync("CREATE OR REPLACE TRIGGER lti_storage_deleted AFTER DELETE ON sessions FOR EACH ROW EXECUTE FUNCTION lti_storage_notify()");

        Assert.Equal("sessions.lti_storage_deleted", await MissingAsync());
    }

    [Fact]
    public async Task Migration_misses_no_change_of_a_table_in_use()
    {
        // Migration 3 created the triggers without a kind.
        await ExecuteAsync(Internal.Schema.Migration.All.Single(migration => migration.Version == 3).Sql);
        await using var writing = await Database.ConnectAsync();
        await using var transaction = await writing.BeginTransactionAsync(Token);
        await ExecuteAsync(writing, $"INSERT INTO clients VALUES ('{_id}', 'n', 'i', 'c', 'a', 't', 'j')");
        var migrating = Database.ExecuteAsync(Migration);
        await Eventually.TrueAsync(() => Database.QueryAsync<bool>("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = 'clients'::regclass)"), Token);
        var waiting = Database.ExecuteAsync($"INSERT INTO clients VALUES ('{_client}', 'n', 'i', 'other', 'a', 't', 'j')");

        await transaction.CommitAsync(Token);
        await migrating;
        await waiting;

        await AssertNotifiedAsync($"c:{_id}", $"c:{_client}");
    }

    public async ValueTask DisposeAsync()
    {
        await _connection!.DisposeAsync();
        await Database.DisposeAsync();
    }

    private async Task AssertTableNotifiesAsync(string clients, string deployments, string sessions)
    {
        await ExecuteAsync($"INSERT INTO {clients} VALUES ('{_id}', 'n', 'i', 'c', 'a', 't', 'j')");
        await AssertNotifiedAsync($"c:{_id}");
        await ExecuteAsync($"UPDATE {clients} SET name = 'New'");
        await AssertNotifiedAsync($"c:{_id}");
        await ExecuteAsync($"DELETE FROM {clients}");
        await AssertNotifiedAsync($"c:{_id}");
        await ExecuteAsync($"INSERT INTO {deployments} (id, deployment_id, client_id) VALUES (gen_random_uuid(), 'd', '{_client}')");
        await AssertNotifiedAsync($"c:{_client}");
        await ExecuteAsync($"DELETE FROM {deployments}");
        await AssertNotifiedAsync($"c:{_client}");
        await ExecuteAsync($"INSERT INTO {sessions} VALUES ('{_id}', '{{}}', now() + interval '1 hour')");
        await ExecuteAsync($"DELETE FROM {sessions}");
        await AssertNotifiedAsync($"s:{_id}");
    }

    /// <summary>Replaces an empty table with a partitioned one of the same columns.</summary>
    private Task PartitionAsync(string table, string schema) => ExecuteAsync(
        $"""
        CREATE SCHEMA IF NOT EXISTS {schema};
        ALTER TABLE {table} RENAME TO plain;
        CREATE TABLE {table} (LIKE plain INCLUDING DEFAULTS) PARTITION BY HASH (id);
        CREATE TABLE {schema}.{table}_0 PARTITION OF {table} FOR VALUES WITH (MODULUS 2, REMAINDER 0);
        CREATE TABLE {schema}.{table}_1 PARTITION OF {table} FOR VALUES WITH (MODULUS 2, REMAINDER 1);
        DROP TABLE plain CASCADE;
        """);

    private async Task<object?> MissingAsync()
    {
        await using var command = new NpgsqlCommand(Triggers.Missing, _connection) { Parameters = { new() { Value = "public" } } };
        return await command.ExecuteScalarAsync(Token);
    }

    private async Task AssertNotifiedAsync(params string[] payloads)
    {
        // Earlier notifications arrive with the answer.
        await ExecuteAsync("SELECT 1");
        Assert.Equal(payloads.AsEnumerable(), _payloads, StringComparer.Ordinal);
        _payloads.Clear();
    }

    private Task ExecuteAsync(string sql) => ExecuteAsync(_connection!, sql);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }
}
