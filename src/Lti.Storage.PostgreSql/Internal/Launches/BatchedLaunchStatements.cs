using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Internal.Execution;
using Lti.Storage.PostgreSql.Internal.Nonces;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Launches;

/// <summary>Rules L1, L2 and L5 for many calls at once.</summary>
/// <param name="schema">The quoted name of the schema.</param>
/// <param name="single">The statements of one call.</param>
internal sealed class BatchedLaunchStatements(string schema, LaunchStatements single)
{
    public BatchedStatement<LaunchKey, LtiLaunchConfig?> FindExact { get; } = new(
        FindOperation,
        single.FindExact,
        Find(schema, LaunchStatements.Exact, LaunchStatements.JoinExact(schema, "member.deployment_id")),
        BindKeys);

    public BatchedStatement<LaunchKey, LtiLaunchConfig?> FindExactOrDefault { get; } = new(
        FindOperation,
        single.FindExactOrDefault,
        Find(schema, LaunchStatements.ExactOrDefault, LaunchStatements.JoinExactOrDefault(schema, "member.deployment_id")),
        BindKeys);

    /// <summary>Nonces first and then sessions, each in the order of their keys. A session id that is taken is an error, and leaves all nonces unused.</summary>
    public BatchedStatement<(string Nonce, LtiSession Session, TimeSpan Lifetime), NonceOutcome> Complete { get; } = new(
        "CompleteLaunch",
        single.Complete,
        $"""
        WITH member AS (SELECT * FROM {BatchRows.From("nonce text", "id uuid", "lifetime bigint")}),
        {BatchedNonceStatements.Use(schema, "id", "lifetime")},
        added AS (
            INSERT INTO {schema}.sessions (id, data, expires_at)
            SELECT id, {BatchRows.Document("$4")}, {Sql.Expiry("lifetime")} FROM (SELECT * FROM used ORDER BY id) AS member)
        {BatchedNonceStatements.Outcome(schema)}
        """,
        static (parameters, launches) =>
        {
            parameters.AddTexts(launches, static launch => launch.Nonce);
            parameters.AddIds(launches, static launch => launch.Session.Id);
            parameters.AddLifetimes(launches, static launch => launch.Lifetime);
            parameters.AddTexts(launches, static launch => launch.Session.Utf8Document);
        },
        static launch => launch.Session.Utf8Document.Length);

    private const string FindOperation = "FindLaunchConfig";

    private static string Find(string schema, string columns, string deployments) => $"""
        SELECT {columns}, member.place::int
        FROM {BatchRows.From("iss text", "client_id text", "deployment_id text")}
        JOIN {schema}.clients AS client ON client.iss = member.iss AND client.client_id = member.client_id
        {deployments}
        """;

    private static void BindKeys(NpgsqlParameterCollection parameters, IReadOnlyList<LaunchKey> keys)
    {
        parameters.AddTexts(keys, static key => key.Issuer);
        parameters.AddTexts(keys, static key => key.ClientId);
        parameters.AddTexts(keys, static key => key.DeploymentId);
    }
}
