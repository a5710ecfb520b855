using Lti.Storage.PostgreSql.Internal.Execution;
using Lti.Storage.PostgreSql.Internal.Nonces;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Launches;

/// <summary>Finding what a launch is verified with (rules L1 and L2), and completing it (rule L5).</summary>
/// <param name="schema">The quoted name of the schema.</param>
internal sealed class LaunchStatements(string schema)
{
    /// <summary>The exact match or none.</summary>
    public PreparedStatement<LaunchKey, LtiLaunchConfig?> FindExact { get; } = new(
        $"""
        SELECT {Exact}
        FROM {schema}.clients AS client
        {JoinExact(schema, "$3")}
        WHERE client.iss = $1 AND client.client_id = $2
        """,
        RetrySafety.Read,
        BindKey,
        static (row, key) => row is null ? null : ReadConfig(row, key, key.DeploymentId, row.GetGuid(4), LaunchConfigMatch.Exact));

    /// <summary>The exact match, else the deployment <c>default</c>: two look-ups by key. (One look-up of both would read every deployment of the client.)</summary>
    public PreparedStatement<LaunchKey, LtiLaunchConfig?> FindExactOrDefault { get; } = new(
        $"""
        SELECT {ExactOrDefault}
        FROM {schema}.clients AS client
        {JoinExactOrDefault(schema, "$3")}
        WHERE client.iss = $1 AND client.client_id = $2
        """,
        RetrySafety.Read,
        BindKey,
        static (row, key) => row switch
        {
            null => null,
            _ when !row.IsDBNull(4) => ReadConfig(row, key, key.DeploymentId, row.GetGuid(4), LaunchConfigMatch.Exact),
            _ when !row.IsDBNull(5) => ReadConfig(row, key, LtiDeployment.DefaultDeploymentId, row.GetGuid(5), LaunchConfigMatch.Default),
            _ => null,
        });

    /// <summary>
    /// Uses the nonce up and adds the session; a session id that is taken is an error of the whole statement, and leaves the nonce unused.
    /// </summary>
    public PreparedStatement<(string Nonce, LtiSession Session, TimeSpan Lifetime), NonceOutcome> Complete { get; } = new(
        $"""
        WITH used AS ({NonceStatements.Use(schema)}),
        added AS (INSERT INTO {schema}.sessions (id, data, expires_at) SELECT $2, $3, {Sql.Expiry("$4")} FROM used)
        {NonceStatements.Outcome(schema)}
        """,
        RetrySafety.OnlyIfRolledBack,
        static (parameters, launch) =>
        {
            parameters.AddText(launch.Nonce);
            parameters.AddId(launch.Session.Id);
            parameters.AddJson(launch.Session.Utf8Document);
            parameters.AddLifetime(launch.Lifetime);
        },
        static (row, _) => NonceStatements.ReadOutcome(row),
        static launch => LtiConflictException.ForSession(launch.Session.Id));

    /// <summary>The columns of an exact match.</summary>
    public const string Exact = "client.id, client.auth_url, client.token_url, client.jwks_url, exact.id";

    /// <summary>The columns of a match of either kind.</summary>
    public const string ExactOrDefault = $"{Exact}, fallback.id";

    /// <summary>Joins the client with the deployment of a platform's id.</summary>
    public static string JoinExact(string schema, string deploymentId)
        => $"JOIN {schema}.deployments AS exact ON exact.client_id = client.id AND exact.deployment_id = {deploymentId}";

    /// <summary>Likewise, and where there is none, with the deployment <c>default</c>.</summary>
    public static string JoinExactOrDefault(string schema, string deploymentId) => $"""
        LEFT {JoinExact(schema, deploymentId)}
        LEFT JOIN {schema}.deployments AS fallback
            ON exact.id IS NULL AND fallback.client_id = client.id AND fallback.deployment_id = '{LtiDeployment.DefaultDeploymentId}'
        """;

    private static void BindKey(NpgsqlParameterCollection parameters, LaunchKey key)
    {
        parameters.AddText(key.Issuer);
        parameters.AddText(key.ClientId);
        parameters.AddText(key.DeploymentId);
    }

    private static LtiLaunchConfig ReadConfig(NpgsqlDataReader row, LaunchKey key, string deploymentId, Guid deployment, LaunchConfigMatch match) => new()
    {
        LtiClientId = row.GetGuid(0),
        LtiDeploymentId = deployment,
        Issuer = key.Issuer,
        ClientId = key.ClientId,
        DeploymentId = deploymentId,
        Endpoints = new PlatformEndpoints { AuthorizationUrl = row.GetString(1), TokenUrl = row.GetString(2), JwksUrl = row.GetString(3) },
        Match = match,
    };
}
