using Lti.Storage.Cli.Tests.Golden;
using Lti.Storage.Cli.Tests.Running;
using Lti.Storage.PostgreSqlServer;

namespace Lti.Storage.Cli.Tests.Doctor;

public sealed class DoctorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Doctor_finds_nothing_in_a_database_in_good_order()
    {
        await using var database = await Database.MigratedAsync();
        await FakedServer.AddToAsync(database);
        var transcript = new Transcript(("DATABASE_URL", FakedServer.ConnectionString(database)));

        await transcript.RunAsync("doctor", "--strict");
        await transcript.RunAsync("doctor", "--json");

        transcript.ShouldMatch("doctor.txt");
    }

    [Fact]
    public async Task Missing_tables_are_one_finding()
    {
        await using var database = await Database.CreateAsync();
        await FakedServer.AddToAsync(database);
        var transcript = new Transcript(("DATABASE_URL", FakedServer.ConnectionString(database)));

        await transcript.RunAsync("doctor");

        transcript.ShouldMatch("doctor-without-tables.txt");
    }

    [Fact]
    public async Task Doctor_finds_every_fault_and_names_a_remedy()
    {
        await using var database = await Database.MigratedAsync();
        await FakedServer.AddToAsync(database);
        await database.ExecuteAsync(
            """
            UPDATE faked.settings SET value = 'off' WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit');
            UPDATE faked.settings SET value = '20' WHERE name = 'max_connections';
            CREATE FUNCTION faked.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS
                $$ SELECT pg_catalog.clock_timestamp() + interval '1 hour' $$;
            CREATE FUNCTION faked.pg_backend_pid() RETURNS integer LANGUAGE sql AS $$ SELECT 0 $$;
            CREATE FUNCTION faked.pg_is_in_recovery() RETURNS boolean LANGUAGE sql AS $$ SELECT true $$;
            ALTER TABLE nonces SET UNLOGGED;
            DROP TABLE registration_sessions;
            DROP INDEX iss_client_id_unique, nonces_expires_at_idx, sessions_user_idx, deployment_id_idx;
            CREATE INDEX sessions_user_idx ON sessions (id);
            CREATE INDEX by_another_name ON deployments (deployment_id);
            UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'client_deployment_unique'::regclass;
            ALTER TABLE clients DISABLE TRIGGER lti_storage_changed;
            DROP TRIGGER lti_storage_deleted ON sessions;
            INSERT INTO lti_storage_migrations (version, name, breaking) VALUES (1000, 'later', false);
            """);
        var transcript = new Transcript(("DATABASE_URL", FakedServer.ConnectionString(database)));

        await transcript.RunAsync("doctor", "--nodes", "3");

        transcript.ShouldMatch("doctor-in-trouble.txt");
    }

    [Fact]
    public async Task Script_creates_missing_objects_as_the_advice_says()
    {
        await using var database = await Database.MigratedAsync();
        await database.ExecuteAsync(
            """
            DROP TABLE registration_sessions;
            DROP INDEX iss_client_id_unique, nonces_expires_at_idx, sessions_user_idx, deployments_client_idx;
            DROP TRIGGER lti_storage_deleted ON sessions;
            """);
        var before = await database.RunAsync("doctor", "--json");

        await database.ExecuteAsync((await Tool.RunAsync(["migrate", "--script"])).Output);
        var after = await database.RunAsync("doctor", "--json");

        string[] checks = ["tables", "indexes", "triggers"];
        Assert.All(checks, check => Assert.DoesNotContain(
            "ok", before.Findings(check).Select(finding => finding.Status), StringComparer.Ordinal));
        Assert.All(checks, check => Assert.Equal("ok", Assert.Single(after.Findings(check)).Status));
    }

    [Fact]
    public async Task Warning_is_exit_code_1_only_with_strict()
    {
        await using var database = await Database.MigratedAsync();
        await FakedServer.AddToAsync(database);
        await database.ExecuteAsync("INSERT INTO nonces (nonce, expires_at) VALUES ('old', now() - interval '50 hours')");
        var transcript = new Transcript(("DATABASE_URL", FakedServer.ConnectionString(database)));

        await transcript.RunAsync("doctor");
        await transcript.RunAsync("doctor", "--strict", "--json");

        transcript.ShouldMatch("doctor-warning.txt");
    }

    [Fact]
    public async Task Doctor_finds_each_missing_right_of_the_user()
    {
        await using var database = await Database.MigratedAsync();
        var user = $"lti_{Guid.NewGuid():N}";
        await database.ExecuteAsync(
            $"""
            CREATE ROLE {user} LOGIN PASSWORD 'secret';
            GRANT SELECT, INSERT, UPDATE, DELETE ON clients, deployments, sessions, registration_sessions, tool_keys, access_tokens, platform_key_sets TO {user};
            GRANT SELECT, INSERT ON nonces TO {user};
            """);
        try
        {
            var text = database.Text(text => (text.Username, text.Password) = (user, "secret"));
            var some = await Tool.RunAsync(["doctor", "--json"], ("DATABASE_URL", text));
            await database.ExecuteAsync("REVOKE ALL ON SCHEMA public FROM public");
            var none = await Tool.RunAsync(["doctor", "--json"], ("DATABASE_URL", text));

            Assert.Equal(1, some.ExitCode);
            var rights = some.Findings("rights");
            Assert.Equal(["warning", "problem"], rights.Select(finding => finding.Status), StringComparer.Ordinal);
            Assert.Equal("This user lacks UPDATE, DELETE on nonces.", rights[1].Message);
            Assert.Equal("GRANT UPDATE, DELETE ON \"public\".nonces TO the user.", rights[1].Advice);
            Assert.Equal("This user may not use the schema.", Assert.Single(none.Findings("rights")).Message);
            Assert.StartsWith(
                "Not checked: the server refused with SQLSTATE 42501",
                Assert.Single(none.Findings("expired rows")).Message,
                StringComparison.Ordinal);
        }
        finally
        {
            await database.ExecuteAsync($"DROP OWNED BY {user}; DROP ROLE {user}");
        }
    }

    [Fact]
    public async Task Doctor_finds_a_pooler_and_needs_a_pool_of_one_only()
    {
        await using var database = await Database.MigratedAsync();
        var server = await Server.GetAsync();
        var started = await PgBouncer.TryStartAsync(server.AdminConnectionString, cancellationToken: Token);
        await using var pooler = started.OrSkip(Assert.Skip);

        var run = await Tool.RunAsync(["doctor", "--json"], ("DATABASE_URL", pooler.Through(database.Text(text => text.MaxPoolSize = 1))));

        Assert.Empty(run.Remarks);
        Assert.Equal("warning", Assert.Single(run.Findings("pooler")).Status);
        Assert.Contains("may open 2, with a pool of 1", Assert.Single(run.Findings("connections")).Message, StringComparison.Ordinal);
    }
}
