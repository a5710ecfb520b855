using System.Text.Json;
using Lti.Storage.Cli.Tests.Golden;
using Lti.Storage.Cli.Tests.Running;
using Lti.Storage.PostgreSqlServer;

namespace Lti.Storage.Cli.Tests.Doctor;

public sealed class DoctorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_in_good_order_is_all_ok()
    {
        await using var database = await Database.MigratedAsync();
        await FakedServer.AddToAsync(database);
        var transcript = new Transcript(("DATABASE_URL", FakedServer.ConnectionString(database)));

        await transcript.RunAsync("doctor", "--strict");
        await transcript.RunAsync("doctor", "--json");

        transcript.ShouldMatch("doctor.txt");
    }

    [Fact]
    public async Task Without_tables_their_absence_is_one_finding()
    {
        await using var database = await Database.CreateAsync();
        await FakedServer.AddToAsync(database);
        var transcript = new Transcript(("DATABASE_URL", FakedServer.ConnectionString(database)));

        await transcript.RunAsync("doctor");

        transcript.ShouldMatch("doctor-without-tables.txt");
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_found_with_what_to_do_about_it()
    {
        await using var database = await Database.MigratedAsync();
        await FakedServer.AddToAsync(database);
        await database.ExecuteAsync(
            """
            UPDATE faked.settings SET value = 'off' WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit');
            UPDATE faked.settings SET value = '20' WHERE name = 'max_connections';
            CREATE FUNCTION faked.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ SELECT pg_catalog.clock_timestamp() + interval '1 hour' $$;
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
    public async Task The_script_makes_what_is_missing_as_the_advice_says()
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
        Assert.All(checks, check => Assert.DoesNotContain("ok", Findings(before, check).Select(finding => finding.GetProperty("status").GetString()), StringComparer.Ordinal));
        Assert.All(checks, check => Assert.Equal("ok", Assert.Single(Findings(after, check)).GetProperty("status").GetString()));
    }

    [Fact]
    public async Task A_warning_is_exit_code_1_only_if_asked_for()
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
    public async Task A_user_s_missing_rights_are_found_one_by_one()
    {
        await using var database = await Database.MigratedAsync();
        var user = $"lti_{Guid.NewGuid():N}";
        await database.ExecuteAsync(
            $"""
            CREATE ROLE {user} LOGIN PASSWORD 'secret';
            GRANT SELECT, INSERT, UPDATE, DELETE ON clients, deployments, sessions, registration_sessions TO {user};
            GRANT SELECT, INSERT ON nonces TO {user};
            """);
        try
        {
            var text = database.Text(text => (text.Username, text.Password) = (user, "secret"));
            var some = await Tool.RunAsync(["doctor", "--json"], ("DATABASE_URL", text));
            await database.ExecuteAsync("REVOKE ALL ON SCHEMA public FROM public");
            var none = await Tool.RunAsync(["doctor", "--json"], ("DATABASE_URL", text));

            Assert.Equal(1, some.ExitCode);
            var rights = Findings(some, "rights");
            Assert.Equal(["warning", "problem"], rights.Select(finding => finding.GetProperty("status").GetString()), StringComparer.Ordinal);
            Assert.Equal("This user lacks UPDATE, DELETE on nonces.", rights[1].GetProperty("message").GetString());
            Assert.Equal("GRANT UPDATE, DELETE ON \"public\".nonces TO the user.", rights[1].GetProperty("advice").GetString());
            Assert.Equal("This user may not use the schema.", Assert.Single(Findings(none, "rights")).GetProperty("message").GetString());
            Assert.StartsWith("Not checked: the server refused with SQLSTATE 42501", Assert.Single(Findings(none, "expired rows")).GetProperty("message").GetString(), StringComparison.Ordinal);
        }
        finally
        {
            await database.ExecuteAsync($"DROP OWNED BY {user}; DROP ROLE {user}");
        }
    }

    [Fact]
    public async Task A_pooler_is_found_and_a_pool_of_one_is_enough_for_the_doctor()
    {
        await using var database = await Database.MigratedAsync();
        await using var pooler = (await PgBouncer.TryStartAsync((await Server.GetAsync()).AdminConnectionString, cancellationToken: Token)).OrSkip(Assert.Skip);

        var run = await Tool.RunAsync(["doctor", "--json"], ("DATABASE_URL", pooler.Through(database.Text(text => text.MaxPoolSize = 1))));

        Assert.Equal("", run.Errors);
        Assert.Equal("warning", Assert.Single(Findings(run, "pooler")).GetProperty("status").GetString());
        Assert.Contains("may open 2, with a pool of 1", Assert.Single(Findings(run, "connections")).GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static List<JsonElement> Findings(ToolRun run, string check) => [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => JsonElement.Parse(line))
        .Where(finding => finding.GetProperty("check").GetString() == check)];
}
