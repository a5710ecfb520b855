using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Schema;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Schema;

/// <summary>Checks the migration that adds logins, status and token audience.</summary>
public sealed class LoginMigrationTests : IAsyncLifetime
{
    private static readonly Migration _logins = Migration.All.Single(migration => migration.Name.StartsWith("logins", StringComparison.Ordinal));

    private TestDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync();

    [Fact, Rule("D5", "C3")]
    public async Task Rows_of_the_version_before_are_enabled_and_active_and_its_statements_still_work()
    {
        foreach (var migration in Migration.All.Where(migration => migration.Version < _logins.Version))
        {
            await Database.ExecuteAsync(migration.Sql);
        }

        await WriteAsOthersAsync("before");
        await using var storage = Database.Open();
        await storage.Schema.MigrateAsync(Token);
        await WriteAsOthersAsync("after");

        foreach (var issuer in new[] { "before", "after" })
        {
            var launch = await storage.FindLaunchAsync(new LaunchKey(issuer, "client", "deployment"), Token);
            Assert.Equal(LaunchOutcome.Found, launch.Outcome);
            Assert.Null(launch.Client!.Endpoints.TokenAudience);
            Assert.Equal(NonceOutcome.Consumed, await storage.ConsumeNonceAsync(issuer, Token));
        }
    }

    [Fact]
    public async Task Each_step_can_run_again_after_any_other()
    {
        await Database.ExecuteAsync(PostgreSqlSchema.Script());
        foreach (var steps in Enumerable.Range(0, _logins.Steps.Count).Select(first => _logins.Steps.Skip(first)))
        {
            await Database.ExecuteAsync(string.Join('\n', steps));
        }

        await using var storage = Database.Open();
        Assert.Empty(await storage.Schema.InspectAsync(Token));
        Assert.Equal(
            ["CHECK ((status = ANY (ARRAY['active'::text, 'pending'::text, 'disabled'::text])))"],
            await Database.QueryTextsAsync("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'deployments_status_check' AND convalidated"));
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    // As the ported system and version 5 write them.
    private Task WriteAsOthersAsync(string name) => Database.ExecuteAsync(
        $"""
        INSERT INTO clients (name, iss, client_id, auth_url, token_url, jwks_url) VALUES ('n', '{name}', 'client', 'https://a', 'https://t', 'https://j');
        INSERT INTO deployments (client_id, deployment_id) SELECT id, 'deployment' FROM clients WHERE iss = '{name}';
        INSERT INTO nonces (nonce, expires_at) VALUES ('{name}', now() + interval '1 hour');
        """);
}
