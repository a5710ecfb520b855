using Lti.Storage.PostgreSql.Internal.Notifications;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Notifications;

/// <summary>What the triggers say of each change, read off a connection that listens.</summary>
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
    public async Task A_client_that_is_added_changed_or_deleted_is_named()
    {
        var client = await Storage.AddClientAsync(Sample.Client(), Token);
        await AssertToldAsync($"c:{client.Id}");

        await Storage.UpdateClientAsync(client.Id, new ClientUpdate { Name = "New" }, Token);
        await AssertToldAsync($"c:{client.Id}");

        await Storage.DeleteClientAsync(client.Id, Token);
        await AssertToldAsync($"c:{client.Id}");
    }

    [Fact]
    public async Task A_deployment_that_is_added_changed_or_deleted_names_its_client()
    {
        var client = await Storage.AddClientAsync(Sample.Client(), Token);
        var deployment = await Storage.EnsureDeploymentAsync(client.Id, "deployment", Token);
        await AssertToldAsync($"c:{client.Id}", $"c:{client.Id}");

        await Storage.UpdateDeploymentAsync(client.Id, deployment.Id, new DeploymentUpdate { Name = "New" }, Token);
        await AssertToldAsync($"c:{client.Id}");

        await Storage.DeleteDeploymentAsync(client.Id, deployment.Id, Token);
        await AssertToldAsync($"c:{client.Id}");
    }

    [Fact]
    public async Task Rows_written_unchanged_say_nothing()
    {
        var key = Sample.LaunchKey();
        var config = await Storage.SaveLaunchConfigAsync(key, Sample.Endpoints, Token);
        await AssertToldAsync($"c:{config.LtiClientId}");

        await Storage.SaveLaunchConfigAsync(key, Sample.Endpoints, Token);
        await Storage.UpdateClientAsync(config.LtiClientId, new ClientUpdate { TokenUrl = Sample.Endpoints.TokenUrl }, Token);
        await _database!.ExecuteAsync("UPDATE clients SET name = name; UPDATE deployments SET name = name; UPDATE sessions SET data = data");

        await AssertToldAsync();
    }

    [Fact]
    public async Task A_session_that_is_deleted_is_named_and_one_that_is_added_renewed_or_has_expired_is_not()
    {
        var (kept, deleted, expired) = (Sample.Session(), Sample.Session(), Sample.Session());
        await Storage.AddSessionAsync(kept, cancellationToken: Token);
        await Storage.AddSessionAsync(deleted, cancellationToken: Token);
        await Storage.AddSessionAsync(expired, TimeSpan.FromMicroseconds(1), Token);
        await Storage.RenewSessionAsync(kept.Id, TimeSpan.FromDays(2), Token);
        Assert.Equal(1, (await Storage.CleanupAsync(Token)).Sessions);
        await AssertToldAsync();

        await Storage.DeleteSessionAsync(deleted.Id, Token);
        await AssertToldAsync($"s:{deleted.Id}");

        await Storage.DeleteSessionsAsync(new SessionFilter { Issuer = kept.Platform.Issuer! }, Token);
        await AssertToldAsync($"s:{kept.Id}");
    }

    [Fact]
    public async Task What_any_program_changes_is_told_and_a_live_sessions_id_never()
    {
        var session = Sample.Session();
        await Storage.AddSessionAsync(session, cancellationToken: Token);
        await _database!.ExecuteAsync("UPDATE sessions SET expires_at = expires_at - interval '1 hour'");
        await AssertToldAsync("*");

        await _database.ExecuteAsync("UPDATE sessions SET data = jsonb_set(data, '{isAdmin}', 'true')");
        await AssertToldAsync("*");

        await _database.ExecuteAsync("TRUNCATE sessions");
        await AssertToldAsync("*");

        await _database.ExecuteAsync("TRUNCATE clients CASCADE");
        await AssertToldAsync("*");
    }

    [Fact]
    public async Task Truncating_deployments_alone_says_everything()
    {
        await _database!.ExecuteAsync("TRUNCATE deployments");

        await AssertToldAsync("*");
    }

    [Fact]
    public async Task Sessions_with_the_replication_role_of_a_replica_tell_too()
    {
        var client = await Storage.AddClientAsync(Sample.Client(), Token);
        await AssertToldAsync($"c:{client.Id}");

        await _database!.ExecuteAsync("SET LOCAL session_replication_role = replica; UPDATE clients SET name = 'New'");

        await AssertToldAsync($"c:{client.Id}");
    }

    [Fact]
    public async Task A_change_that_is_rolled_back_is_not_told()
    {
        await _database!.ExecuteAsync("BEGIN; INSERT INTO clients (name, iss, client_id, auth_url, token_url, jwks_url) VALUES ('n', 'i', 'c', 'a', 't', 'j'); ROLLBACK");

        await AssertToldAsync();
    }

    [Theory]
    [InlineData("UPDATE clients SET name = 'New'")]
    [InlineData("DO $$ DECLARE one uuid; BEGIN FOR one IN SELECT id FROM clients LOOP UPDATE clients SET name = 'New' WHERE id = one; END LOOP; END $$")]
    public async Task A_burst_on_thousands_of_clients_in_one_transaction_ends_in_one_that_says_everything(string burst)
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
    public async Task Each_schema_has_a_channel_of_its_own()
    {
        Assert.NotEqual(NotificationPayload.Channel("public"), NotificationPayload.Channel("Public"), StringComparer.Ordinal);
        await using var other = _database!.Open(configure: options => options.Schema = "other \"tool\"");
        await other.Schema.MigrateAsync(Token);
        await ExecuteAsync($"LISTEN {NotificationPayload.Channel("other \"tool\"")}");

        var client = await other.AddClientAsync(Sample.Client(), Token);

        await AssertToldAsync($"c:{client.Id}");
    }

    public async ValueTask DisposeAsync()
    {
        await _connection!.DisposeAsync();
        await Storage.DisposeAsync();
        await _database!.DisposeAsync();
    }

    private async Task AssertToldAsync(params string[] payloads)
    {
        await DrainAsync();
        Assert.Equal(payloads.AsEnumerable(), _payloads, StringComparer.Ordinal);
        _payloads.Clear();
    }

    // What was committed before comes with the answer.
    private Task DrainAsync() => ExecuteAsync("SELECT 1");

    private async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync(Token);
    }
}
