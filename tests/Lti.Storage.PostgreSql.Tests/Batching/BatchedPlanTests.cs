using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Clients;
using Lti.Storage.PostgreSql.Internal.Launches;
using Lti.Storage.PostgreSql.Internal.Logins;
using Lti.Storage.PostgreSql.Internal.Nonces;
using Lti.Storage.PostgreSql.Internal.Sessions;
using Lti.Storage.PostgreSql.Tests.Server;
using Lti.Storage.PostgreSql.Tests.Statements;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Checks that a batched statement finds each call's row by an index, with the generic plan of a prepared statement.</summary>
public sealed class BatchedPlanTests(PopulatedDatabase populated, NewDatabase empty) : IClassFixture<PopulatedDatabase>, IClassFixture<NewDatabase>
{
    private const string Schema = "public";
    private const string Nonces = "'{nonce 77,nonce 78}'";
    private const string States = "'{state 77,state 78}'";
    private const string Ids = "array[gen_random_uuid(), gen_random_uuid()]";
    private const string Documents = "array['{}', '{}']::text[]";
    private const string Lifetimes = "'{1000,1000}'";
    private const string Keys = "'{https://lms7.example.edu,https://lms8.example.edu}', '{client,client}', '{deployment 3,deployment 1}'";

    private static readonly NonceStatements _nonces = new(Schema);
    private static readonly SessionStatements _sessions = new(Schema);
    private static readonly ClientStatements _clients = new(Schema);
    private static readonly LoginStatements _logins = new(Schema);
    private static readonly LaunchStatements _launches = new(Schema);

    private static readonly Dictionary<string, (string Sql, string Arguments)> _statements = new(StringComparer.Ordinal)
    {
        ["store nonce"] = (_nonces.Store.Sql, $"{Nonces}, {Lifetimes}"),
        ["claim nonce"] = (_nonces.Claim.Sql, $"{Nonces}, {Lifetimes}"),
        ["consume nonce"] = (_nonces.Consume.Sql, Nonces),
        ["add session"] = (_sessions.Add.Sql, $"{Ids}, {Lifetimes}, {Documents}"),
        ["find session"] = (_sessions.Find.Sql, Ids),
        ["delete session"] = (_sessions.Delete.Sql, Ids),
        ["find launch config"] = (_launches.FindExact.Sql, Keys),
        ["find launch config or default"] = (_launches.FindExactOrDefault.Sql, Keys),
        ["complete launch"] = (_launches.Complete.Sql, $"{Nonces}, {Ids}, {Lifetimes}, {Documents}, {States}"),
        ["begin login"] = (_logins.Begin.Sql, $"{Nonces}, {States}, {Lifetimes}, {Documents}"),
        ["find login"] = (_logins.Find.Sql, States),
        ["find client"] = (_clients.Find.Sql, "'{https://lms7.example.edu,https://lms8.example.edu}', '{client,client}'"),
    };

    public static TheoryData<string> Names => [.. _statements.Keys];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, Rule("L2")]
    [MemberData(nameof(Names))]
    public async Task Plan_scans_no_table(string name)
    {
        await using var connection = await populated.Database.ConnectAsync();

        Assert.DoesNotContain("Seq Scan", await Plan.ReadAsync(connection, Explain(name)), StringComparison.Ordinal);
    }

    [Theory, Rule("L2")]
    [MemberData(nameof(Names))]
    public async Task Plan_made_while_the_tables_were_small_scans_no_table(string name)
    {
        await using var connection = await populated.Database.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(Token);

        var plan = await Plan.ReadAsync(
            connection,
            [
                "TRUNCATE clients, deployments, access_tokens, platform_key_sets, nonces, sessions",
                "INSERT INTO clients (name, iss, client_id, auth_url, token_url, jwks_url) SELECT 'LMS', n, n, 'a', 't', 'j' FROM generate_series(1, 1000) AS n",
                "INSERT INTO deployments (client_id, deployment_id) SELECT id, 'default' FROM clients",
                "INSERT INTO nonces (nonce, expires_at) SELECT n, now() + interval '1 hour' FROM generate_series(1, 1000) AS n",
                "INSERT INTO sessions (data, expires_at) SELECT '{}', now() + interval '1 hour' FROM generate_series(1, 1000) AS n",
                "ANALYZE clients, deployments, nonces, sessions",
                .. Explain(name),
            ]);

        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
    }

    [Theory, Rule("L2")]
    [MemberData(nameof(Names))]
    public async Task Plan_made_in_a_new_database_scans_no_table(string name)
    {
        await using var connection = await empty.Database.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(Token);

        Assert.DoesNotContain("Seq Scan", await Plan.ReadAsync(connection, Explain(name)), StringComparison.Ordinal);
    }

    private static string[] Explain(string name)
    {
        var (sql, arguments) = _statements[name];
        return ["SET LOCAL plan_cache_mode = force_generic_plan", $"PREPARE statement AS {sql}", $"EXPLAIN EXECUTE statement({arguments})", "DEALLOCATE statement"];
    }
}
