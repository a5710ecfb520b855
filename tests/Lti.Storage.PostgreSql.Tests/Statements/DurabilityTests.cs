using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Statements;

/// <summary>Checks that writes that must happen once are durable when answered, even if the server answers before it writes.</summary>
public sealed class DurabilityTests : IAsyncLifetime
{
    private TestDatabase? _database;
    private PostgreSqlLtiStorage? _storage;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.MigratedAsync();

        // This runs at the very end of each transaction and records how it will be committed.
        await _database.ExecuteAsync(
            """
            CREATE TABLE commits (setting text);
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN INSERT INTO commits VALUES (current_setting('synchronous_commit')); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER noted AFTER INSERT OR UPDATE ON nonces DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note();
            CREATE CONSTRAINT TRIGGER noted AFTER DELETE ON registration_sessions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note();
            """);
        _storage = _database.Open(text => text.Options = "-c synchronous_commit=off");
    }

    [Fact, Rule("N3")]
    public async Task Consuming_a_nonce_waits_for_the_disk()
    {
        await _storage!.StoreNonceAsync("nonce", cancellationToken: Token);
        Assert.Equal(["off"], await CommitsAsync());

        Assert.Equal(NonceOutcome.Consumed, await _storage.ConsumeNonceAsync("nonce", Token));

        Assert.Equal(["off", "on"], await CommitsAsync());
    }

    [Fact, Rule("L5")]
    public async Task Completing_a_launch_waits_for_the_disk()
    {
        await _storage!.StoreNonceAsync("nonce", cancellationToken: Token);

        Assert.Equal(NonceOutcome.Consumed, await _storage.CompleteLaunchAsync("nonce", Sample.Session(), cancellationToken: Token));

        Assert.Equal(["off", "on"], await CommitsAsync());
    }

    [Fact, Rule("G3")]
    public async Task Completing_a_login_waits_for_the_disk()
    {
        var login = Sample.Login();
        await _storage!.BeginLoginAsync(login, cancellationToken: Token);

        Assert.Equal(NonceOutcome.Consumed, await _storage.CompleteLaunchAsync(login, Sample.Session(), cancellationToken: Token));

        Assert.Equal(["off", "on"], await CommitsAsync());
    }

    [Fact, Rule("N5")]
    public async Task Claiming_a_nonce_waits_for_the_disk()
    {
        Assert.True(await _storage!.ClaimNonceAsync("nonce", cancellationToken: Token));

        Assert.Equal(["on"], await CommitsAsync());
    }

    [Fact, Rule("R3")]
    public async Task Consuming_a_registration_session_waits_for_the_disk()
    {
        var registration = Sample.Registration();
        await _storage!.SaveRegistrationSessionAsync(registration, cancellationToken: Token);

        Assert.NotNull(await _storage.ConsumeRegistrationSessionAsync(registration.Id, Token));

        Assert.Equal(["on"], await CommitsAsync());
    }

    [Fact]
    public async Task Durability_setting_ends_with_the_statement_and_a_stronger_one_is_kept()
    {
        await using var storage = _database!.Open(text => (text.Options, text.MaxPoolSize) = ("-c synchronous_commit=remote_apply", 1));
        await storage.ClaimNonceAsync("first", cancellationToken: Token);
        await using var weak = _database.Open(text => (text.Options, text.MaxPoolSize) = ("-c synchronous_commit=off", 1));
        await weak.ClaimNonceAsync("second", cancellationToken: Token);
        await weak.StoreNonceAsync("third", cancellationToken: Token);

        Assert.Equal(["remote_apply", "on", "off"], await CommitsAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _storage!.DisposeAsync();
        await _database!.DisposeAsync();
    }

    private Task<List<string>> CommitsAsync() => _database!.QueryTextsAsync("SELECT setting FROM commits ORDER BY ctid");
}
