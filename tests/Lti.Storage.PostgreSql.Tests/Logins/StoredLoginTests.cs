using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Logins;

/// <summary>Checks how logins and status stand in the tables, beside rows of other programs.</summary>
public sealed class StoredLoginTests : IAsyncLifetime
{
    private TestDatabase? _database;
    private PostgreSqlLtiStorage? _storage;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    private PostgreSqlLtiStorage Storage => _storage!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.MigratedAsync();
        _storage = _database.Open();
    }

    [Fact, Rule("G1", "G4")]
    public async Task Expired_login_gives_its_state_and_data_up_and_its_nonce_waits_for_cleanup()
    {
        var expired = Sample.Login();
        await Storage.BeginLoginAsync(expired, TimeSpan.FromMicroseconds(1), Token);

        await Storage.BeginLoginAsync(Sample.Login() with { State = expired.State }, cancellationToken: Token);

        Assert.Equal(
            [$"{expired.Nonce} true"],
            await Database.QueryTextsAsync("SELECT nonce || ' ' || (login IS NULL) FROM nonces WHERE state IS NULL"));
        Assert.Equal(1, (await Storage.CleanupAsync(Token)).Nonces);
    }

    [Theory, Rule("G4", "N1", "N5")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nonce_that_is_stored_or_claimed_over_an_expired_login_removes_the_login(bool claims)
    {
        var expired = Sample.Login();
        await Storage.BeginLoginAsync(expired, TimeSpan.FromMicroseconds(1), Token);

        if (claims)
        {
            Assert.True(await Storage.ClaimNonceAsync(expired.Nonce, cancellationToken: Token));
        }
        else
        {
            await Storage.StoreNonceAsync(expired.Nonce, cancellationToken: Token);
        }

        Assert.Null(await Storage.FindLoginAsync(expired.State, Token));
        Assert.Equal(NonceOutcome.Unknown, await Storage.CompleteLaunchAsync(expired, Sample.Session(), cancellationToken: Token));
        Assert.Equal(0L, await Database.QueryAsync<long>("SELECT count(*) FROM nonces WHERE state IS NOT NULL OR login IS NOT NULL"));
    }

    [Fact, Rule("G2")]
    public async Task State_without_a_document_is_no_login_and_another_document_is_read_leniently()
    {
        await Database.ExecuteAsync(
            """
            INSERT INTO nonces (nonce, expires_at, state, login) VALUES
                ('one', now() + interval '1 hour', 'without', NULL),
                ('two', now() + interval '1 hour', 'list', '[]'),
                ('three', 'infinity', 'other types', '{"issuer": 1, "clientId": "client", "data": "text"}')
            """);

        Assert.Null(await Storage.FindLoginAsync("without", Token));
        Assert.Equal("two", (await Storage.FindLoginAsync("list", Token))!.Nonce);
        var found = (await Storage.FindLoginAsync("other types", Token))!;
        Assert.Equal(("", "client", true), (found.Issuer, found.ClientId, found.Data is null));
        Assert.InRange(found.ExpiresAt!.Value, TimeProvider.System.GetUtcNow().AddDays(3649), TimeProvider.System.GetUtcNow().AddDays(3651));
    }

    [Fact, Rule("L7", "D5", "C3")]
    public async Task Unknown_status_of_another_program_reads_as_disabled_and_stays_until_it_is_changed()
    {
        var key = Sample.LaunchKey();
        await Storage.SaveLaunchConfigAsync(key with { DeploymentId = LtiDeployment.DefaultDeploymentId }, Sample.Endpoints, cancellationToken: Token);
        var config = (await Storage.SaveLaunchConfigAsync(key, Sample.Endpoints, cancellationToken: Token)).Config;
        await Database.ExecuteAsync(
            $"ALTER TABLE deployments DROP CONSTRAINT deployments_status_check; UPDATE deployments SET status = 'Active' WHERE id = '{config.DeploymentKey}'");

        Assert.Equal(LaunchOutcome.DeploymentDisabled, (await Storage.FindLaunchAsync(key, Token)).Outcome);
        Assert.Equal([config.DeploymentKey], await ListAsync(DeploymentStatus.Disabled));
        Assert.Empty(await ListAsync(DeploymentStatus.Pending));
        Assert.Single(await ListAsync(DeploymentStatus.Active));
        await Storage.UpdateDeploymentAsync(config.ClientKey, config.DeploymentKey, new DeploymentUpdate { Name = "New" }, Token);
        Assert.Equal(["Active"], await Database.QueryTextsAsync($"SELECT status FROM deployments WHERE id = '{config.DeploymentKey}'"));
        await Storage.UpdateDeploymentAsync(config.ClientKey, config.DeploymentKey, new DeploymentUpdate { Status = DeploymentStatus.Active }, Token);
        Assert.Equal(LaunchOutcome.Found, (await Storage.FindLaunchAsync(key, Token)).Outcome);

        async Task<List<DeploymentKey>> ListAsync(DeploymentStatus status)
            => await Storage.ListDeploymentsAsync(config.ClientKey, status: status, cancellationToken: Token).Select(found => found.Id).ToListAsync(Token);
    }

    [Fact, Rule("C2")]
    public async Task Three_hundred_clients_of_an_issuer_are_found_in_order_with_all_members()
    {
        const string Issuer = "https://canvas.example.edu";
        await Database.ExecuteAsync(
            $"""
            INSERT INTO clients (name, iss, client_id, auth_url, token_url, jwks_url, token_audience, enabled)
            SELECT 'LMS ' || n, '{Issuer}', n, 'https://a/' || n, 'https://t/' || n, 'https://j/' || n, CASE WHEN n % 3 = 0 THEN 'audience ' || n END, n % 2 = 0
            FROM generate_series(1, 300) AS n;
            INSERT INTO deployments (client_id, deployment_id) SELECT id, 'd' || client_id FROM clients;
            """);
        var listed = await Storage.ListClientsAsync(cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(listed, await Storage.FindClientsAsync(Issuer, cancellationToken: Token));
        Assert.Equal([listed.Single(client => client.ClientId == "77")], await Storage.FindClientsAsync(Issuer, "d77", Token));
        Assert.Empty(await Storage.FindClientsAsync(Issuer, "d", Token));
    }

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        await Database.DisposeAsync();
    }
}
