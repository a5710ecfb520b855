using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Schema;

/// <summary>Checks that databases of both versions of the ported system are adopted unchanged.</summary>
public sealed class AdoptionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, Rule("S5")]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Adoption_loses_nothing_and_adds_the_missing_tables_and_indexes(int version)
    {
        await using var database = await TestDatabase.CreateAsync();
        await OtherSystem.CreateAsync(database, version);
        await using var storage = database.Open();

        await storage.Schema.MigrateAsync(Token);

        var config = await storage.FindLaunchConfigAsync(new LaunchKey(OtherSystem.Issuer, "client", "deployment"), Token);
        Assert.Equal("https://t", config!.Endpoints.TokenUrl);
        Assert.Equal("A faculty", (await storage.FindDeploymentAsync(config.ClientKey, config.DeploymentKey, Token))!.Name);
        var session = await storage.FindSessionAsync(Guid.Parse(OtherSystem.SessionId), Token);
        Assert.Equal(("user", true, "https://tool.example.com"), (session!.User.Id, session.IsStudent, session.TargetLinkUri));
        var registration = await storage.ConsumeRegistrationSessionAsync(Guid.Parse(OtherSystem.RegistrationId), Token);
        Assert.Equal("token", registration!.RegistrationToken);
        Assert.Equal(1, await storage.DeleteSessionsAsync(new SessionFilter { Issuer = OtherSystem.Issuer, UserId = "user" }, Token));
        Assert.Equal(await ShapeOfOursAsync(), await ShapeAsync(database));
    }

    [Fact, Rule("L2")]
    public async Task Adopted_deployments_are_analysed_and_an_empty_table_is_not()
    {
        const string IsAnalysed = "SELECT reltuples >= 0 FROM pg_class WHERE oid = 'deployments'::regclass";
        await using var adopted = await TestDatabase.CreateAsync();
        await OtherSystem.CreateAsync(adopted, version: 2);
        await using var storage = adopted.Open();
        await storage.Schema.MigrateAsync(Token);
        await using var empty = await TestDatabase.MigratedAsync();

        Assert.True(await adopted.QueryAsync<bool>(IsAnalysed));
        Assert.False(await empty.QueryAsync<bool>(IsAnalysed));
    }

    [Fact, Rule("N3")]
    public async Task Nonces_of_version_1_are_used_and_new_ones_are_not()
    {
        await using var database = await TestDatabase.CreateAsync();
        await OtherSystem.CreateAsync(database, version: 1);
        await using var storage = database.Open();

        await storage.Schema.MigrateAsync(Token);
        await storage.StoreNonceAsync("new", cancellationToken: Token);

        Assert.Equal(NonceOutcome.AlreadyUsed, await storage.ConsumeNonceAsync("seen", Token));
        Assert.Equal(NonceOutcome.Consumed, await storage.ConsumeNonceAsync("new", Token));
    }

    [Fact, Rule("N2")]
    public async Task Unused_nonces_of_version_2_stay_unused()
    {
        await using var database = await TestDatabase.CreateAsync();
        await OtherSystem.CreateAsync(database, version: 2);
        await using var storage = database.Open();

        await storage.Schema.MigrateAsync(Token);

        Assert.Equal(NonceOutcome.Consumed, await storage.ConsumeNonceAsync("seen", Token));
    }

    [Fact]
    public async Task Version_2_can_still_write_to_an_adopted_database()
    {
        await using var database = await TestDatabase.CreateAsync();
        await OtherSystem.CreateAsync(database, version: 2);
        await using var storage = database.Open();
        await storage.Schema.MigrateAsync(Token);

        await OtherSystem.InsertAsync(database, version: 2, "later");
        await database.ExecuteAsync("INSERT INTO clients (name, iss, client_id, auth_url, token_url, jwks_url) VALUES ('n', 'i', 'c', 'a', 't', 'j')");
        await database.ExecuteAsync("INSERT INTO deployments (client_id, deployment_id) SELECT id, 'd' FROM clients WHERE iss = 'i'");
        await database.ExecuteAsync("INSERT INTO sessions (data, expires_at) VALUES ('{}', now() + interval '1 hour')");
        await database.ExecuteAsync("INSERT INTO registration_sessions (data, expires_at) VALUES ('{}', now() + interval '1 hour')");

        Assert.Equal(NonceOutcome.Consumed, await storage.ConsumeNonceAsync("later", Token));
        Assert.NotNull(await storage.FindLaunchConfigAsync(new LaunchKey("i", "c", "d"), Token));

        var launch = await storage.FindLaunchAsync(new LaunchKey("i", "c", "d"), Token);
        Assert.Equal((LaunchOutcome.Found, true, null), (launch.Outcome, launch.Client!.IsEnabled, launch.Client.Endpoints.TokenAudience));
        Assert.Single(await storage.ListDeploymentsAsync(launch.Client.Id, status: DeploymentStatus.Active, cancellationToken: Token).ToListAsync(Token));

        // Version 2 can also read the rows of this library.
        await storage.ConsumeNonceAsync("later", Token);
        Assert.Equal(["later"], await database.QueryTextsAsync("SELECT nonce FROM nonces WHERE used_at IS NOT NULL"));
    }

    [Fact]
    public async Task Statements_on_the_page_remove_every_addition_and_the_next_migration_makes_them_again()
    {
        await using var database = await TestDatabase.CreateAsync();
        await OtherSystem.CreateAsync(database, version: 2);
        var before = await ShapeAsync(database);
        await using var storage = database.Open();
        await storage.Schema.MigrateAsync(Token);

        await database.ExecuteAsync(MovingOverPage.Block("DROP FUNCTION"));

        // The page names the two settings that remain.
        Assert.Equal(before, [.. (await ShapeAsync(database)).Where(line => !line.Contains("{fillfactor=", StringComparison.Ordinal))]);
        Assert.Equal(0, await database.QueryAsync<long>("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"));

        await storage.Schema.MigrateAsync(Token);

        Assert.Equal(await ShapeOfOursAsync(), await ShapeAsync(database));
    }

    private static async Task<List<string>> ShapeOfOursAsync()
    {
        await using var database = await TestDatabase.MigratedAsync();
        return await ShapeAsync(database);
    }

    /// <summary>Returns every column and index with its name and definition.</summary>
    private static Task<List<string>> ShapeAsync(TestDatabase database) => database.QueryTextsAsync(
        """
        SELECT concat_ws(' ', table_name, column_name, data_type, character_maximum_length, is_nullable, column_default)
        FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE contype IN ('f', 'c')
        UNION ALL SELECT relname || ' ' || reloptions::text FROM pg_class WHERE reloptions IS NOT NULL
        ORDER BY 1
        """);
}
