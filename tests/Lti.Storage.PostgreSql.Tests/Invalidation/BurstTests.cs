using Lti.Storage.PostgreSql.Internal.Invalidation;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Invalidation;

/// <summary>Many notifications at once, from writers that mean well and from those that don't.</summary>
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
    public async Task Thousands_of_changes_in_a_transaction_each_are_told_as_one_and_the_next_lone_one_at_once()
    {
        await Database.ExecuteAsync(
            "INSERT INTO clients (name, iss, client_id, auth_url, token_url, jwks_url) SELECT 'LMS', 'https://lms' || n, 'client', 'a', 't', 'j' FROM generate_series(1, 5000) AS n");
        await Node.Clock.PassAsync(CoalescedReports.Window);
        var (received, reported) = (Node.Count(PostgreSqlMetrics.InvalidationsReceived), Node.Heard.Reports.Count);

        await using (var connection = await Database.ConnectAsync())
        {
            await ExecuteAsync(connection, "SET synchronous_commit = off");
            await ExecuteAsync(
                connection,
                "DO $$ BEGIN FOR n IN 1..5000 LOOP UPDATE clients SET name = 'New' WHERE iss = 'https://lms' || n; COMMIT; END LOOP; END $$");
        }

        await ReceivedAsync(received + 5_000);
        Node.Clock.Advance(CoalescedReports.Window);
        Assert.Equal(reported + CoalescedReports.Most + 1, Node.Heard.Reports.Count);
        Assert.Equal("everything", Node.Heard.Reports.Last());

        Node.Clock.Advance(CoalescedReports.Window);
        await Database.ExecuteAsync("UPDATE clients SET name = 'Newer' WHERE iss = 'https://lms1'");
        await ReceivedAsync(received + 5_001);
        Assert.Equal($"client {await Database.QueryAsync<Guid>("SELECT id FROM clients WHERE iss = 'https://lms1'")}", Node.Heard.Reports.Last());
    }

    [Fact]
    public async Task Hostile_payloads_are_ignored_and_counted_and_end_nothing()
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

        // Longer ones are refused by the server.
        Assert.Equal(PostgresErrorCodes.InvalidParameterValue, (await Assert.ThrowsAsync<PostgresException>(() => NotifyAsync(new string('c', 8000)))).SqlState);
        await Eventually.TrueAsync(() => Task.FromResult(Node.Count(PostgreSqlMetrics.InvalidationsIgnored) == payloads.Length), Token);
        var client = await ChangeAsync();
        await Node.Heard.UntilAsync($"client {client}");
        Assert.Equal(["everything", $"client {client}"], Node.Heard.Reports);
        Assert.Equal(1, Node.Count(PostgreSqlMetrics.InvalidationsReceived));
        Assert.Equal(1, Node.Count(PostgreSqlMetrics.InvalidationConnections));
    }

    [Fact]
    public async Task A_flood_of_hostile_payloads_keeps_no_change_from_being_heard()
    {
        await Database.ExecuteAsync($"SELECT pg_notify('{Notifications.Channel("public")}', 'c:' || repeat('x', 1000) || n) FROM generate_series(1, 20000) AS n");
        var client = await ChangeAsync();

        await Node.Heard.UntilAsync($"client {client}");
        Assert.Equal(["everything", $"client {client}"], Node.Heard.Reports);
        Assert.Equal(20_000, Node.Count(PostgreSqlMetrics.InvalidationsIgnored));
        Assert.Equal(0, Node.Count(PostgreSqlMetrics.InvalidationBursts));
    }

    [Fact]
    public async Task A_flood_of_made_up_changes_is_told_as_one_that_covers_the_real_one_among_them()
    {
        await Database.ExecuteAsync($"SELECT pg_notify('{Notifications.Channel("public")}', 'c:' || gen_random_uuid()) FROM generate_series(1, 20000)");
        await ChangeAsync();
        await ReceivedAsync(20_001);

        Node.Clock.Advance(CoalescedReports.Window);

        Assert.Equal("everything", Node.Heard.Reports.Last());
        Assert.Equal(1 + CoalescedReports.Most + 1, Node.Heard.Reports.Count);
        Assert.Equal(1, Node.Count(PostgreSqlMetrics.InvalidationBursts));
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

    // It is counted after it was reported or held back.
    private Task ReceivedAsync(long count)
        => Eventually.TrueAsync(() => Task.FromResult(Node.Count(PostgreSqlMetrics.InvalidationsReceived) == count), Token);

    private async Task NotifyAsync(string payload)
    {
        await using var connection = await Database.ConnectAsync();
        await using var command = new NpgsqlCommand("SELECT pg_notify($1, $2)", connection);
        command.Parameters.AddWithValue(Notifications.Channel("public"));
        command.Parameters.AddWithValue(payload);
        await command.ExecuteNonQueryAsync(Token);
    }

    private async Task<Guid> ChangeAsync()
    {
        await using var writer = Database.Open();
        return (await writer.AddClientAsync(Sample.Client(), Token)).Id;
    }
}
