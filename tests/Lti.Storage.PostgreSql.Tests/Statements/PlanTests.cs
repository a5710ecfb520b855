using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Cleanup;
using Lti.Storage.PostgreSql.Internal.Clients;
using Lti.Storage.PostgreSql.Internal.Launches;
using Lti.Storage.PostgreSql.Internal.Logins;
using Lti.Storage.PostgreSql.Internal.Nonces;
using Lti.Storage.PostgreSql.Internal.Registrations;
using Lti.Storage.PostgreSql.Internal.Sessions;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Statements;

/// <summary>
/// Checks that every hot statement and the cleanup find rows by an index, with the generic plan of a prepared statement.
/// </summary>
/// <remarks>The tables are populated and analysed. Statements of calls must also do so with a plan made in a new database.</remarks>
public sealed class PlanTests(PopulatedDatabase populated, NewDatabase empty) : IClassFixture<PopulatedDatabase>, IClassFixture<NewDatabase>
{
    private const string Schema = "public";

    private static readonly ClientStatements _clients = new(Schema);
    private static readonly LaunchStatements _launches = new(Schema);
    private static readonly LoginStatements _logins = new(Schema);
    private static readonly NonceStatements _nonces = new(Schema);
    private static readonly SessionStatements _sessions = new(Schema);
    private static readonly RegistrationStatements _registrations = new(Schema);
    private static readonly CleanupStatements _cleanup = new(Schema);

    private static readonly Dictionary<string, (string Sql, string Arguments)> _statements = new(StringComparer.Ordinal)
    {
        ["find launch config"] = (_launches.FindExact.Single.Sql, "'https://lms7.example.edu', 'client', 'deployment 3'"),
        ["find launch config or default"] = (_launches.FindExactOrDefault.Single.Sql, "'https://lms7.example.edu', 'client', 'deployment 3'"),
        ["complete launch"] = (_launches.Complete.Single.Sql, "'nonce 77', gen_random_uuid(), '{}', 1000, NULL"),
        ["complete login"] = (_launches.Complete.Single.Sql, "'nonce 77', gen_random_uuid(), '{}', 1000, 'state 77'"),
        ["begin login"] = (_logins.Begin.Single.Sql, "'nonce', 'state', 1000, '{}'"),
        ["begin login again"] = (_logins.BeginAgain.Sql, "'nonce', 'state', 1000, '{}'"),
        ["find login"] = (_logins.Find.Single.Sql, "'state 77'"),
        ["find client"] = (_clients.Find.Single.Sql, "'https://lms7.example.edu', 'client'"),
        ["find clients of an issuer"] = (_clients.FindAll.Single.Sql, "'https://lms7.example.edu'"),
        ["find clients of a deployment"] = (_clients.FindDeployed.Single.Sql, "'https://lms7.example.edu', 'deployment 3'"),
        ["store nonce"] = (_nonces.Store.Single.Sql, "'nonce 77', 1000"),
        ["consume nonce"] = (_nonces.Consume.Single.Sql, "'nonce 77'"),
        ["claim nonce"] = (_nonces.Claim.Single.Sql, "'nonce 77', 1000"),
        ["add session"] = (_sessions.Add.Single.Sql, "gen_random_uuid(), '{}', 1000"),
        ["find session"] = (_sessions.Find.Single.Sql, "gen_random_uuid()"),
        ["renew session"] = (_sessions.Renew.Sql, "gen_random_uuid(), 1000"),
        ["delete session"] = (_sessions.Delete.Single.Sql, "gen_random_uuid()"),
        ["save registration session"] = (_registrations.Save.Sql, "gen_random_uuid(), '{}', 1000"),
        ["find registration session"] = (_registrations.Find.Sql, "gen_random_uuid()"),
        ["consume registration session"] = (_registrations.Consume.Sql, "gen_random_uuid()"),
        ["delete registration session"] = (_registrations.Delete.Sql, "gen_random_uuid()"),
        ["clean up nonces"] = (_cleanup.Nonces.Sql, "100, '-infinity'"),
        ["clean up sessions"] = (_cleanup.Sessions.Sql, "100, '-infinity'"),
        ["clean up registration sessions"] = (_cleanup.RegistrationSessions.Sql, "100, '-infinity'"),
    };

    public static TheoryData<string> Names => [.. _statements.Keys];

    /// <summary>Gets all statements except the cleanup's.</summary>
    /// <remarks>The server analyses the table before the first rows expire. That invalidates an old plan.</remarks>
    public static TheoryData<string> CallNames => [.. _statements.Keys.Where(static name => !name.StartsWith("clean up", StringComparison.Ordinal))];

    [Theory, Rule("L2", "K2", "C6", "G1")]
    [MemberData(nameof(Names))]
    public async Task Plan_scans_no_table(string name)
    {
        var (sql, arguments) = _statements[name];

        var plan = await ExplainAsync($"PREPARE statement AS {sql}", $"EXPLAIN EXECUTE statement({arguments})");

        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
        if (name.StartsWith("clean up", StringComparison.Ordinal))
        {
            Assert.Contains("expires_at_idx", plan, StringComparison.Ordinal);
        }
    }

    [Theory, Rule("L2")]
    [MemberData(nameof(CallNames))]
    public async Task Plan_of_a_call_made_in_a_new_database_scans_no_table(string name)
    {
        var (sql, arguments) = _statements[name];
        await using var connection = await empty.Database.ConnectAsync();

        var plan = await Plan.ReadAsync(connection, "SET plan_cache_mode = force_generic_plan", $"PREPARE statement AS {sql}", $"EXPLAIN EXECUTE statement({arguments})");

        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
    }

    [Fact, Rule("L2")]
    public async Task One_of_a_clients_thousands_of_deployments_is_found_by_index_although_other_clients_have_one()
    {
        await using var connection = await populated.Database.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        var lookUp = _launches.FindExactOrDefault.Single.Sql;
        var plan = await Plan.ReadAsync(
            connection,
            """
            WITH added AS (
                INSERT INTO clients (name, iss, client_id, auth_url, token_url, jwks_url) SELECT 'LMS', 'https://many', n, 'a', 't', 'j' FROM generate_series(1, 100000) AS n RETURNING id)
            INSERT INTO deployments (client_id, deployment_id) SELECT id, id::text FROM added
            """,
            "INSERT INTO deployments (client_id, deployment_id) SELECT id, n FROM clients, generate_series(1, 5000) AS n WHERE iss = 'https://many' AND client_id = '1'",
            "ANALYZE clients, deployments",
            "SET LOCAL plan_cache_mode = force_generic_plan",
            $"PREPARE statement AS {lookUp}",
            "EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF) EXECUTE statement('https://many', '1', '77')",
            "DEALLOCATE statement");

        Assert.DoesNotContain("Rows Removed by Filter", plan, StringComparison.Ordinal);
        Assert.Contains("client_deployment_unique on deployments exact", plan, StringComparison.Ordinal);
        Assert.Contains("client_deployment_unique on deployments fallback", plan, StringComparison.Ordinal);
    }

    [Theory, Rule("S4")]
    [InlineData("user,id", "user 7", "sessions_user_idx")]
    [InlineData("user,id", "7", "sessions_user_idx")]
    [InlineData("context,id", "context 7", "sessions_context_idx")]
    [InlineData("context,id", "7", "sessions_context_idx")]
    [InlineData("platform,clientId", "client 7", "sessions_deployment_idx")]
    public async Task Sessions_are_found_by_filter_through_the_hash_index(string path, string value, string index)
    {
        const string Issuer = "https://lms7.example.edu";
        var plan = await ExplainAsync(
            $$"""
            EXPLAIN DELETE FROM sessions
            WHERE hashtextextended(data #>> '{platform,issuer}', 0) = hashtextextended('{{Issuer}}', 0)
            AND coalesce(data #> '{platform,issuer}' = to_jsonb('{{Issuer}}'::text), false)
            AND hashtextextended(data #>> '{{{path}}}', 0) = hashtextextended('{{value}}', 0)
            AND coalesce(data #>> '{{{path}}}' = '{{value}}' AND jsonb_typeof(data #> '{{{path}}}') IN ('string', 'number'), false)
            """);

        Assert.Contains(index, plan, StringComparison.Ordinal);
    }

    [Theory, Rule("S4")]
    [InlineData("user", "sessions_user_idx")]
    [InlineData("context", "sessions_context_idx")]
    public async Task The_storage_finds_ids_that_are_numbers_through_the_hash_index(string part, string index)
    {
        var token = TestContext.Current.CancellationToken;
        var one = new NpgsqlConnectionStringBuilder(populated.Database.ConnectionString)
        {
            MaxPoolSize = 1,
            MaxAutoPrepare = 8,
            AutoPrepareMinUsages = 1,
            NoResetOnClose = true,
        };
        await using var source = NpgsqlDataSource.Create(one);
        await using var storage = new PostgreSqlLtiStorage(source);
        var filter = new SessionFilter { Issuer = "https://lms7.example.edu" };
        filter = part == "user" ? filter with { UserId = "57" } : filter with { ContextId = "57" };
        Assert.NotEmpty(await storage.ListSessionsAsync(filter, cancellationToken: token).ToListAsync(token));

        await using var connection = await source.OpenConnectionAsync(token);
        var name = await Plan.ReadAsync(
            connection,
            "SELECT name FROM pg_prepared_statements WHERE statement LIKE '%ORDER BY%session_1.id%' AND cardinality(parameter_types) = 3");
        var plan = await Plan.ReadAsync(connection, $"EXPLAIN EXECUTE {name}('{filter.Issuer}', '57', 100)");

        Assert.Contains(index, plan, StringComparison.Ordinal);
    }

    [Theory, Rule("S4")]
    [InlineData(null, null)]
    [InlineData("client", null)]
    [InlineData(null, "deployment")]
    [InlineData("client", "deployment")]
    [InlineData(null, null, "context")]
    public async Task Page_of_nearly_all_sessions_is_read_in_index_order_without_a_sort(
        string? clientId, string? deploymentId, string? contextId = null)
    {
        const string Issuer = "https://lms.example.edu";
        var token = TestContext.Current.CancellationToken;
        await using var database = await TestDatabase.MigratedAsync();
        await database.ExecuteAsync(
            $$"""
            INSERT INTO sessions (data, expires_at) SELECT jsonb_build_object('platform', CASE WHEN n % 100 = 0
                THEN jsonb_build_object('issuer', 'https://other.example.edu', 'clientId', 'client ' || n % 10, 'deploymentId', 'deployment ' || n)
                ELSE jsonb_build_object('issuer', '{{Issuer}}', 'clientId', 'client', 'deploymentId', 'deployment') END, 'context', '{"id":"context"}'::jsonb), now() + interval '1 day'
            FROM generate_series(1, 20000) AS n;
            ANALYZE sessions
            """);
        var one = new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxPoolSize = 1, MaxAutoPrepare = 8, AutoPrepareMinUsages = 1, NoResetOnClose = true };
        await using var source = NpgsqlDataSource.Create(one);
        await using var storage = new PostgreSqlLtiStorage(source);
        var filter = new SessionFilter { Issuer = Issuer, ClientId = clientId, DeploymentId = deploymentId, ContextId = contextId };

        // Near the start. With few rows left, the planner rightly reads and sorts them.
        var after = new Guid(1, 0, 0, new byte[8]);
        Assert.NotNull(await storage.ListSessionsAsync(filter, after, token).FirstOrDefaultAsync(token));

        // The statement that the storage prepared on its only connection.
        await using var connection = await source.OpenConnectionAsync(token);
        string[] texts = [Issuer, .. new[] { clientId, deploymentId, contextId }.OfType<string>()];
        var call = await Plan.ReadAsync(
            connection,
            $"""
            SELECT name || '(' || (
                SELECT string_agg(CASE type::text WHEN 'integer' THEN '100' WHEN 'uuid' THEN '''{after}''' ELSE quote_literal((string_to_array('{string.Join(',', texts)}', ','))[place]) END, ',' ORDER BY place)
                FROM unnest(parameter_types) WITH ORDINALITY AS parameter (type, place)) || ')'
            FROM pg_prepared_statements WHERE statement LIKE '%ORDER BY%session_1.id%' AND cardinality(parameter_types) > 0
            """);
        var plan = await Plan.ReadAsync(connection, $"EXPLAIN EXECUTE {call}");

        // Two indexes have that order and cost the same for some filters.
        Assert.Contains("Index Scan using sessions_", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Marking_a_nonce_used_is_a_hot_update()
    {
        await using var connection = await populated.Database.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);

        // The connection may still count the updates of an earlier test.
        await using var statistics = new NpgsqlCommand("SELECT pg_stat_get_xact_tuples_hot_updated('nonces'::regclass)", connection);
        var before = (long)(await statistics.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        await using var consume = new NpgsqlCommand(_nonces.Consume.Single.Sql, connection);
        consume.Parameters.Add(new NpgsqlParameter<string> { TypedValue = "nonce 9000" });
        Assert.Equal((int)NonceOutcome.Consumed, await consume.ExecuteScalarAsync(TestContext.Current.CancellationToken));

        Assert.Equal(before + 1, await statistics.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact, Rule("G3")]
    public async Task Completing_a_login_is_a_hot_update()
    {
        await using var connection = await populated.Database.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);

        // The connection may still count the updates of an earlier test.
        await using var statistics = new NpgsqlCommand("SELECT pg_stat_get_xact_tuples_hot_updated('nonces'::regclass)", connection);
        var before = (long)(await statistics.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        await Plan.ReadAsync(connection, $"PREPARE completion AS {_launches.Complete.Single.Sql}");
        await using var complete = new NpgsqlCommand(
            "EXECUTE completion('nonce 9002', gen_random_uuid(), '{}', 1000, 'state 9002')", connection);
        Assert.Equal((int)NonceOutcome.Consumed, await complete.ExecuteScalarAsync(TestContext.Current.CancellationToken));

        Assert.Equal(before + 1, await statistics.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        await Plan.ReadAsync(connection, "DEALLOCATE completion");
    }

    [Fact]
    public async Task No_index_contains_used_at_so_that_marking_a_nonce_used_stays_hot()
        => Assert.Empty(await populated.Database.QueryTextsAsync("SELECT indexdef FROM pg_indexes WHERE tablename = 'nonces' AND indexdef LIKE '%used_at%'"));

    [Fact]
    public async Task No_table_that_single_use_depends_on_is_unlogged_or_partitioned()
        => Assert.Equal(["rp"], await populated.Database.QueryTextsAsync("SELECT relkind::text || relpersistence::text FROM pg_class WHERE oid = 'nonces'::regclass"));

    private async Task<string> ExplainAsync(params string[] commands)
    {
        await using var connection = await populated.Database.ConnectAsync();
        return await Plan.ReadAsync(connection, ["SET plan_cache_mode = force_generic_plan", .. commands]);
    }
}
