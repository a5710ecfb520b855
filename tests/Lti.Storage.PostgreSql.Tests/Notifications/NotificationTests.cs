using Lti.Storage.PostgreSql.Internal.Notifications;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Notifications;

/// <summary>Tests the notification that the triggers send for each change.</summary>
public sealed class NotificationTests : IAsyncLifetime
{
    private readonly List<string> _payloads = [];
    private TestDatabase? _database;
    private PostgreSqlLtiStorage? _storage;
    private NpgsqlConnection? _connection;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PostgreSqlLtiStorage Storage => _storage!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.MigratedAsync();
        _storage = _database.Open();
        _connection = await _database.ConnectAsync();
        _connection.Notification += (_, notification) => _payloads.Add(notification.Payload);
        await ExecuteAsync($"LISTEN {NotificationPayload.Channel("public")}");
    }

    [Fact]
    public async Task Added_changed_or_deleted_client_is_named()
    {
        var client = await Storage.AddClientAsync(Sample.Client(), Token);
        await AssertNotifiedAsync($"c:{client.Id}");

        ClientUpdate[] updates = [new() { Name = "New" }, new() { IsEnabled = false }, new() { TokenAudience = "audience" }, new() { TokenAudience = OptionalText.Clear }];
        foreach (var update in updates)
        {
            await Storage.UpdateClientAsync(client.Id, update, Token);
            await AssertNotifiedAsync($"c:{client.Id}");
        }

        await Storage.DeleteClientAsync(client.Id, Token);
        await AssertNotifiedAsync($"c:{client.Id}");
    }

    [Fact]
    public async Task Added_changed_or_deleted_deployment_names_its_client()
    {
        var client = await Storage.AddClientAsync(Sample.Client(), Token);
        var deployment = await Storage.EnsureDeploymentAsync(client.Id, "deployment", cancellationToken: Token);
        await AssertNotifiedAsync($"c:{client.Id}", $"c:{client.Id}");

        DeploymentUpdate[] updates = [new() { Name = "New" }, new() { Status = DeploymentStatus.Pending }, new() { Status = DeploymentStatus.Disabled }];
        foreach (var update in updates)
        {
            await Storage.UpdateDeploymentAsync(client.Id, deployment.Id, update, Token);
            await AssertNotifiedAsync($"c:{client.Id}");
        }

        await Storage.DeleteDeploymentAsync(client.Id, deployment.Id, Token);
        await AssertNotifiedAsync($"c:{client.Id}");
    }

    [Fact]
    public async Task Unchanged_row_sends_no_notification()
    {
        var key = Sample.LaunchKey();
        var config = (await Storage.SaveLaunchConfigAsync(key, Sample.Endpoints, cancellationToken: Token)).Config;
        await AssertNotifiedAsync($"c:{config.ClientKey}");

        await Storage.SaveLaunchConfigAsync(key, Sample.Endpoints, cancellationToken: Token);
        await Storage.UpdateClientAsync(config.ClientKey, new ClientUpdate { TokenUrl = Sample.Endpoints.TokenUrl }, Token);
        await _database!.ExecuteAsync("UPDATE clients SET name = name; UPDATE deployments SET name = name; UPDATE sessions SET data = data");

        await AssertNotifiedAsync();
    }

    [Fact]
    public async Task Deleted_session_is_named_and_an_added_renewed_or_expired_one_is_not()
    {
        var (kept, deleted, expired) = (Sample.Session(), Sample.Session(), Sample.Session());
        await Storage.AddSessionAsync(kept, cancellationToken: Token);
        await Storage.AddSessionAsync(deleted, cancellationToken: Token);
        await Storage.AddSessionAsync(expired, TimeSpan.FromMicroseconds(1), Token);
        await Storage.RenewSessionAsync(kept.Id, TimeSpan.FromDays(2), Token);
        Assert.Equal(1, (await Storage.CleanupAsync(Token)).Sessions);
        await AssertNotifiedAsync();

        await Storage.DeleteSessionAsync(deleted.Id, Token);
        await AssertNotifiedAsync($"s:{deleted.Id}");

        await Storage.DeleteSessionsAsync(new SessionFilter { Issuer = kept.Platform.Issuer! }, Token);
        await AssertNotifiedAsync($"s:{kept.Id}");
    }

    [Fact]
    public async Task Changes_by_any_program_are_notified_without_the_ids_of_live_sessions()
    {
        var session = Sample.Session();
        await Storage.AddSessionAsync(session, cancellationToken: Token);
        await _database!.ExecuteAsync("UPDATE sessions SET expires_at = expires_at - interval '1 hour'");
        await AssertNotifiedAsync("*");

        await _database.ExecuteAsync("UPDATE sessions SET data = jsonb_set(data, '{isAdmin}', 'true')");
        await AssertNotifiedAsync("*");

        await _database.ExecuteAsync("TRUNCATE sessions");
        await AssertNotifiedAsync("*");

        await _database.ExecuteAsync("TRUNCATE clients CASCADE");
        await AssertNotifiedAsync("*");
    }

    [Fact]
    public async Task Truncating_deployments_alone_reports_everything()
    {
        await _database!.ExecuteAsync("TRUNCATE deployments");

        await AssertNotifiedAsync("*");
    }

    [Fact]
    public async Task Sessions_in_the_replica_replication_role_send_notifications()
    {
        var client = await Storage.AddClientAsync(Sample.Client(), Token);
        await AssertNotifiedAsync($"c:{client.Id}");

        await _database!.ExecuteAsync("SET LOCAL session_replication_role = replica; UPDATE clients SET name = 'New'");

        await AssertNotifiedAsync($"c:{client.Id}");
    }

    [Fact]
    public async Task Rolled_back_change_sends_no_notification()
    {
        await _database!.ExecuteAsync("BEGIN; INSERT INTO clients (name, iss, client_id, auth_url, token_url, jwks_url) VALUES ('n', 'i', 'c', 'a', 't', 'j'); ROLLBACK");

        await AssertNotifiedAsync();
    }

    [Theory]
    [InlineData("UPDATE clients SET name = 'New'")]
    [InlineData("DO $$ DECLARE one uuid; BEGIN FOR one IN SELECT id FROM clients LOOP UPDATE clients SET name = 'New' WHERE id = one; END LOOP; END $$")]
    public async Task Burst_on_thousands_of_clients_in_one_transaction_ends_with_one_report_of_everything(string burst)
    {
        await _database!.ExecuteAsync(
            "INSERT INTO clients (name, iss, client_id, auth_url, token_url, jwks_url) SELECT 'LMS', 'https://lms' || n, 'client', 'a', 't', 'j' FROM generate_series(1, 5000) AS n");
        await DrainAsync();
        _payloads.Clear();

        await _database.ExecuteAsync(burst);
        await DrainAsync();

        Assert.Equal("*", _payloads[^1]);
        Assert.InRange(_payloads.Count, 2, 101);
    }

    [Fact]
    public async Task Each_schema_has_a_separate_channel()
    {
        Assert.NotEqual(NotificationPayload.Channel("public"), NotificationPayload.Channel("Public"), StringComparer.Ordinal);
        await using var other = _database!.Open(configure: options => options.Schema = "other \"tool\"");
        await other.Schema.MigrateAsync(Token);
        await ExecuteAsync($"LISTEN {NotificationPayload.Channel("other \"tool\"")}");

        var client = await other.AddClientAsync(Sample.Client(), Token);

        await AssertNotifiedAsync($"c:{client.Id}");
    }

    public async ValueTask DisposeAsync()
    {
        await _connection!.DisposeAsync();
        await Storage.DisposeAsync();
        await _database!.DisposeAsync();
    }

    private async Task AssertNotifiedAsync(params string[] payloads)
    {
        await DrainAsync();
        Assert.Equal(payloads.AsEnumerable(), _payloads, StringComparer.Ordinal);
        _payloads.Clear();
    }

    // Earlier notifications arrive with the answer.
    private Task DrainAsync() => ExecuteAsync("SELECT 1");

    private async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync(Token);
    }
}
