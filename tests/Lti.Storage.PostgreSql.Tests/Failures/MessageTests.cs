using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Secrecy;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Failures;

/// <summary>Checks error messages against a real server.</summary>
/// <remarks>A message has the server's text when that quotes no value. It names hosts, ports and options.</remarks>
public sealed class MessageTests : IAsyncLifetime
{
    private const string Canary = "canary-3Hs7";

    private TestDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.MigratedAsync();

    [Fact, Rule("F1", "E8")]
    public async Task Foreign_constraint_is_named_with_its_table()
    {
        await Database.ExecuteAsync("ALTER TABLE nonces ADD CONSTRAINT must_be_short CHECK (length(nonce) < 3)");

        var message = await RefusedAsync<LtiStorageException>("23514");

        Assert.Contains("constraint \"must_be_short\", table \"nonces\"", message, StringComparison.Ordinal);
    }

    [Fact, Rule("F1", "E8")]
    public async Task Message_points_to_the_server_log_for_the_text_of_a_trigger()
    {
        await Database.ExecuteAsync(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''not %'', NEW.nonce; END';
            CREATE TRIGGER refuses BEFORE INSERT ON nonces FOR EACH ROW EXECUTE FUNCTION refuse();
            """);

        Assert.Contains("server's log", await RefusedAsync<LtiStorageException>("P0001"), StringComparison.Ordinal);
    }

    [Fact, Rule("F1", "E8")]
    public async Task Library_that_the_server_cannot_load_is_reported()
    {
        await Database.ExecuteAsync(
            """
            CREATE FUNCTION broken() RETURNS trigger LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
            UPDATE pg_proc SET probin = '/nowhere/library' WHERE proname = 'broken';
            CREATE TRIGGER breaks BEFORE INSERT ON nonces FOR EACH ROW EXECUTE FUNCTION broken();
            """);

        Assert.Contains(
            "The server says: could not access file \"/nowhere/library\"",
            await RefusedAsync<LtiStorageUnavailableException>("58P01"),
            StringComparison.Ordinal);
    }

    [Fact, Rule("F1", "E8")]
    public async Task Missing_right_and_missing_table_are_named()
    {
        await Database.ExecuteAsync("ALTER TABLE nonces RENAME TO elsewhere");
        Assert.Contains("relation \"public.nonces\" does not exist", await RefusedAsync<LtiStorageUnavailableException>("42P01"), StringComparison.Ordinal);

        await Database.ExecuteAsync("ALTER TABLE elsewhere RENAME TO nonces");
        await using var login = await TestLogin.CreateAsync(Database);
        Assert.Contains("permission denied for table nonces", await RefusedAsync<LtiStorageUnavailableException>("42501", login.Use), StringComparison.Ordinal);
    }

    [Fact, Rule("F1", "E8")]
    public async Task Server_without_TLS_is_reported()
    {
        var message = await RefusedAsync<LtiStorageUnavailableException>("does not offer TLS", text => text.SslMode = SslMode.Require);

        Assert.Contains("SSL Mode", message, StringComparison.Ordinal);
        Assert.Contains(Address(), message, StringComparison.Ordinal);
    }

    [Fact, Rule("F1", "E8")]
    public async Task Refused_login_names_the_host_but_not_the_user()
    {
        await using var login = await TestLogin.CreateAsync(Database);
        await Database.ExecuteAsync($"ALTER ROLE {login.Name} NOLOGIN");

        foreach (var (sqlState, change) in new (string, Action<NpgsqlConnectionStringBuilder>)[]
        {
            ("28P01", text => (text.Username, text.Password) = (login.Name, "wrong")),
            ("28000", login.Use),
        })
        {
            var message = await RefusedAsync<LtiStorageUnavailableException>(sqlState, change);
            Assert.Contains(Address(), message, StringComparison.Ordinal);
            Assert.Contains("The server says: ", message, StringComparison.Ordinal);
            Assert.DoesNotContain(login.Name, message, StringComparison.Ordinal);
        }
    }

    [Fact, Rule("F1")]
    public async Task Unknown_database_and_unknown_setting_are_named()
    {
        Assert.Contains(
            "database \"missing\" does not exist",
            await RefusedAsync<LtiStorageUnavailableException>("3D000", text => text.Database = "missing"),
            StringComparison.Ordinal);
        Assert.Contains("Nowhere", await RefusedAsync<LtiStorageUnavailableException>("22023", text => text.Timezone = "Nowhere"), StringComparison.Ordinal);
    }

    [Fact, Rule("F1")]
    public async Task Full_pool_is_reported_with_the_option_that_enlarges_it()
    {
        await using var storage = Database.Open(text => (text.MaxPoolSize, text.Timeout) = (1, 1));
        await using var held = await storage.OpenPatientlyAsync();

        var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => storage.StoreNonceAsync("nonce", cancellationToken: Token).AsTask());

        Assert.Contains("all connections of the pool are in use", error.Message, StringComparison.Ordinal);
        Assert.Contains("MaxPoolSize", error.Message, StringComparison.Ordinal);
        Assert.Contains(Address(), error.Message, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private string Address()
    {
        var text = new NpgsqlConnectionStringBuilder(Database.ConnectionString);
        return $"{text.Host}:{text.Port}";
    }

    private async Task<string> RefusedAsync<T>(string says, Action<NpgsqlConnectionStringBuilder>? connection = null)
        where T : LtiStorageException
    {
        await using var storage = Database.Open(connection);
        var error = await Assert.ThrowsAsync<T>(() => storage.StoreNonceAsync($"{Canary}-nonce", cancellationToken: Token).AsTask());
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, ThrownText.Of(error), StringComparison.Ordinal);
        return error.Message;
    }
}
