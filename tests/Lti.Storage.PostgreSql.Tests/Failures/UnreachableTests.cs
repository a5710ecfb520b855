using System.Net;
using System.Net.Sockets;
using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Failures;

/// <summary>Checks that an unusable database is a typed error with advice, at start-up and later.</summary>
public sealed class UnreachableTests : IAsyncLifetime
{
    private const string Canary = "canary-7Kq2-password";

    private TestDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.MigratedAsync();

    [Fact, Rule("F1", "E8")]
    public async Task Port_without_a_server_is_unavailable()
    {
        using var taken = new TcpListener(IPAddress.Loopback, port: 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();

        await AssertUnavailableAsync(text => (text.Host, text.Port, text.Password) = ("127.0.0.1", port, Canary), "nothing listens");
    }

    [Fact, Rule("F1", "E8")]
    public async Task Unknown_host_is_unavailable()
        => await AssertUnavailableAsync(text => (text.Host, text.Password) = ("database.invalid", Canary), "host");

    [Fact, Rule("F1", "E8")]
    public async Task Wrong_password_is_unavailable()
        => await AssertUnavailableAsync(text => text.Password = Canary, "the user or the password");

    [Fact, Rule("F1", "E8")]
    public async Task Missing_database_is_unavailable()
        => await AssertUnavailableAsync(text => text.Database = "missing", "does not exist");

    [Fact, Rule("E3", "F1")]
    public async Task Missing_tables_are_unavailable()
    {
        await using var storage = Database.Open(configure: options => options.Schema = "nowhere");

        var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(async () => await storage.ConsumeNonceAsync("nonce", Token));

        Assert.Equal(LtiWorkOutcome.NotApplied, error.Outcome);
        Assert.Contains("Migrate the schema", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LtiSchemaException>(() => storage.StartAsync(Token));
    }

    [Fact, Rule("F1")]
    public async Task Missing_rights_are_unavailable()
    {
        await using var login = await TestLogin.CreateAsync(Database);
        await using var storage = Database.Open(login.Use);
        await Database.ExecuteAsync($"GRANT USAGE ON SCHEMA public TO {login.Name}; GRANT SELECT ON lti_storage_migrations TO {login.Name}");

        await storage.StartAsync(Token);
        var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(async () => await storage.ConsumeNonceAsync("nonce", Token));
        Assert.Equal(LtiWorkOutcome.NotApplied, error.Outcome);
        Assert.Contains("Grant SELECT, INSERT, UPDATE and DELETE", error.Message, StringComparison.Ordinal);

        await Database.ExecuteAsync("DELETE FROM lti_storage_migrations WHERE version > 1");
        var refused = await Assert.ThrowsAsync<LtiSchemaException>(() => storage.Schema.MigrateAsync(Token));
        Assert.Contains("PostgreSqlSchema.Script", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrated_storage_needs_no_right_to_change_the_schema()
    {
        await using var login = await TestLogin.CreateAsync(Database);
        await Database.ExecuteAsync($"GRANT USAGE ON SCHEMA public TO {login.Name}; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {login.Name}");
        await using var storage = Database.Open(login.Use, storageOptions: new LtiStorageOptions { SchemaOnStart = SchemaOnStart.Migrate });

        await storage.StartAsync(Token);
        var config = (await storage.SaveLaunchConfigAsync(Sample.LaunchKey(), Sample.Endpoints, cancellationToken: Token)).Config;
        await storage.StoreNonceAsync("nonce", cancellationToken: Token);
        Assert.Equal(NonceOutcome.Consumed, await storage.CompleteLaunchAsync("nonce", Sample.Session(config.Issuer), cancellationToken: Token));
        Assert.Equal(1, await storage.DeleteSessionsAsync(new SessionFilter { Issuer = config.Issuer }, Token));
        Assert.True((await storage.CleanupAsync(Token)).Completed);
        Assert.True(await storage.DeleteClientAsync(config.ClientKey, Token));
    }

    [Fact, Rule("F1")]
    public async Task Pool_with_all_connections_in_use_is_unavailable()
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Database.ConnectionString) { MaxPoolSize = 1, Timeout = 1 });
        await using var storage = new PostgreSqlLtiStorage(source);
        await using (await source.OpenPatientlyAsync())
        {
            var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(async () => await storage.ConsumeNonceAsync("nonce", Token));
            Assert.Equal(LtiWorkOutcome.NotApplied, error.Outcome);
            Assert.Contains("pool", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(NonceOutcome.Unknown, await storage.ConsumeNonceAsync("nonce", Token));
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private async Task AssertUnavailableAsync(Action<NpgsqlConnectionStringBuilder> connection, string says)
    {
        await using var storage = Database.Open(connection);
        Func<Task>[] calls =
        [
            () => storage.StartAsync(Token),
            () => storage.ConsumeNonceAsync("nonce", Token).AsTask(),
            () => storage.FindSessionAsync(Guid.NewGuid(), Token).AsTask(),
            () => storage.FindClientAsync(new ClientKey(Guid.NewGuid()), Token).AsTask(),
            () => storage.AddClientAsync(Sample.Client(), Token).AsTask(),
            () => storage.CleanupAsync(Token).AsTask(),
        ];
        foreach (var call in calls)
        {
            var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(call);
            Assert.Equal(LtiWorkOutcome.NotApplied, error.Outcome);
            Assert.Contains(says, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Canary, error.ToString(), StringComparison.Ordinal);
        }
    }
}
