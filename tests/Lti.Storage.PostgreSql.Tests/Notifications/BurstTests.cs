using Lti.Storage.PostgreSql.Internal.Notifications;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Notifications;

/// <summary>Tests floods of notifications from the schema's triggers and from hostile senders.</summary>
public sealed class BurstTests : IAsyncLifetime
{
    private TestDatabase? _database;
    private ListeningNode? _node;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    private ListeningNode Node => _node!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.MigratedAsync();
        _node = new ListeningNode(_database.ConnectionString);
        await _node.BecomesAsync(InvalidationState.Listening);
    }

    [Fact]
    public async Task Thousands_of_changes_are_reported_one_by_one_and_drop_nothing_else()
    {
        await Database.ExecuteAsync("INSERT INTO sessions SELECT gen_random_uuid(), '{}', now() + interval '1 hour' FROM generate_series(1, 5000)");
        var deleted = await Database.QueryTextsAsync("SELECT 'session ' || id FROM sessions");
        await using (var connection = await Database.ConnectAsync())
        {
            await ExecuteAsync(connection, "SET synchronous_commit = off");
            await ExecuteAsync(
                connection,
                "DO $$ DECLARE one uuid; BEGIN FOR one IN SELECT id FROM sessions LOOP DELETE FROM sessions WHERE id = one; COMMIT; END LOOP; END $$");
        }

        await ReceivedAsync(5_000);
        Assert.Equal("everything", Node.Heard.Reports.First());
        Assert.Equal(deleted.Order(StringComparer.Ordinal), Node.Heard.Reports.Skip(1).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Hostile_payloads_are_ignored_and_counted_and_the_listener_goes_on()
    {
        string[] payloads =
        [
            "", " ", "c", "c:", "s:", "**", "* ", "x:1", "C:00000000-0000-0000-0000-000000000000", "c:not-a-guid", "c:00000000000000000000000000000000",
            "c:{00000000-0000-0000-0000-000000000000}", "c:00000000-0000-0000-0000-00000000000é", "s:00000000-0000-0000-0000-0000000000000", "p:", "p:not-a-guid",
            "c:" + new string('0', 7997), new string('é', 3999),
        ];
        foreach (var payload in payloads)
        {
            await NotifyAsync(payload);
        }

        // The server refuses longer payloads.
        Assert.Equal(PostgresErrorCodes.InvalidParameterValue, (await Assert.ThrowsAsync<PostgresException>(() => NotifyAsync(new string('c', 8000)))).SqlState);
        await Eventually.TrueAsync(() => Task.FromResult(Node.Count(PostgreSqlMetrics.InvalidationsIgnored) == payloads.Length), Token);
        var client = await ChangeAsync();
        await Node.Heard.UntilAsync($"client {client}");
        Assert.Equal(["everything", $"client {client}"], Node.Heard.Reports);
        Assert.Equal(1, Node.Count(PostgreSqlMetrics.InvalidationsReceived));
        Assert.Equal(1, Node.Count(PostgreSqlMetrics.InvalidationConnections));
    }

    [Fact]
    public async Task Change_is_heard_despite_a_flood_of_hostile_payloads()
    {
        await Database.ExecuteAsync($"SELECT pg_notify('{NotificationPayload.Channel("public")}', 'c:' || repeat('x', 1000) || n) FROM generate_series(1, 20000) AS n");
        var client = await ChangeAsync();

        await Node.Heard.UntilAsync($"client {client}");
        Assert.Equal(["everything", $"client {client}"], Node.Heard.Reports);
        Assert.Equal(20_000, Node.Count(PostgreSqlMetrics.InvalidationsIgnored));
    }

    [Fact]
    public async Task Change_is_heard_despite_a_flood_of_false_changes()
    {
        await Database.ExecuteAsync($"SELECT pg_notify('{NotificationPayload.Channel("public")}', 'c:' || gen_random_uuid()) FROM generate_series(1, 20000)");
        var client = await ChangeAsync();

        await ReceivedAsync(20_001);
        Assert.Equal($"client {client}", Node.Heard.Reports.Last());
        Assert.Equal(1, Node.Count(PostgreSqlMetrics.InvalidationConnections));
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }

    // The counter increases after the report.
    private Task ReceivedAsync(long count)
        => Eventually.TrueAsync(() => Task.FromResult(Node.Count(PostgreSqlMetrics.InvalidationsReceived) == count), Token);

    private async Task NotifyAsync(string payload)
    {
        await using var connection = await Database.ConnectAsync();
        await using var command = new NpgsqlCommand("SELECT pg_notify($1, $2)", connection);
        command.Parameters.AddWithValue(NotificationPayload.Channel("public"));
        command.Parameters.AddWithValue(payload);
        await command.ExecuteNonQueryAsync(Token);
    }

    private async Task<ClientKey> ChangeAsync()
    {
        await using var writer = Database.Open();
        return (await writer.AddClientAsync(Sample.Client(), Token)).Id;
    }
}
