using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Internal.Clients;
using Lti.Storage.PostgreSql.Internal.Deployments;
using Lti.Storage.PostgreSql.Internal.Execution;
using Lti.Storage.PostgreSql.Internal.Nonces;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Launches;

/// <summary>Finds and completes launches in one statement each (rules L1, L2, L5, L6 and G3).</summary>
/// <param name="schema">The quoted name of the schema.</param>
internal sealed class LaunchStatements(string schema)
{
    // The columns of a client come first.
    private const int Exact = 7;
    private const int Fallback = 11;

    private static readonly LtiLaunch _unknownClient = LtiLaunch.Decide(client: null, exact: null, byDefault: null);

    /// <summary>Finds the client and exactly the given deployment.</summary>
    public BatchedStatement<LaunchKey, LtiLaunch> FindExact { get; } = new(
        "FindLaunch",
        new(
            $"""
            SELECT
                client.id, client.name, client.auth_url, client.token_url, client.jwks_url, client.token_audience, client.enabled,
                exact.id, exact.status, exact.name, exact.description
            FROM {schema}.clients AS client
            LEFT JOIN {schema}.deployments AS exact ON exact.client_id = client.id AND exact.deployment_id = $3
            WHERE client.iss = $1 AND client.client_id = $2
            """,
            RetrySafety.Read,
            BindKey,
            static (row, key) => row is null ? _unknownClient : ReadExact(row, key)),
        $"""
        SELECT
            client.id, client.name, client.auth_url, client.token_url, client.jwks_url, client.token_audience, client.enabled,
            exact.id, exact.status, exact.name, exact.description,
            member.place::int
        FROM (SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY LIMIT cardinality($1))
            AS member (iss, client_id, deployment_id, place)
        JOIN {schema}.clients AS client ON client.iss = member.iss AND client.client_id = member.client_id
        LEFT JOIN {schema}.deployments AS exact ON exact.client_id = client.id AND exact.deployment_id = member.deployment_id
        """,
        BindKeys);

    /// <summary>Finds the client, the given deployment, and the deployment <c>default</c> if the given one is absent.</summary>
    /// <remarks>Each join is a look-up by key. One join of both ids would read every deployment of the client.</remarks>
    public BatchedStatement<LaunchKey, LtiLaunch> FindExactOrDefault { get; } = new(
        "FindLaunch",
        new(
            $"""
            SELECT
                client.id, client.name, client.auth_url, client.token_url, client.jwks_url, client.token_audience, client.enabled,
                exact.id, exact.status, exact.name, exact.description,
                fallback.id, fallback.status, fallback.name, fallback.description
            FROM {schema}.clients AS client
            LEFT JOIN {schema}.deployments AS exact ON exact.client_id = client.id AND exact.deployment_id = $3
            LEFT JOIN {schema}.deployments AS fallback
                ON exact.id IS NULL AND fallback.client_id = client.id AND fallback.deployment_id = 'default'
            WHERE client.iss = $1 AND client.client_id = $2
            """,
            RetrySafety.Read,
            BindKey,
            static (row, key) => row is null ? _unknownClient : ReadExactOrDefault(row, key)),
        $"""
        SELECT
            client.id, client.name, client.auth_url, client.token_url, client.jwks_url, client.token_audience, client.enabled,
            exact.id, exact.status, exact.name, exact.description,
            fallback.id, fallback.status, fallback.name, fallback.description,
            member.place::int
        FROM (SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY LIMIT cardinality($1))
            AS member (iss, client_id, deployment_id, place)
        JOIN {schema}.clients AS client ON client.iss = member.iss AND client.client_id = member.client_id
        LEFT JOIN {schema}.deployments AS exact ON exact.client_id = client.id AND exact.deployment_id = member.deployment_id
        LEFT JOIN {schema}.deployments AS fallback
            ON exact.id IS NULL AND fallback.client_id = client.id AND fallback.deployment_id = 'default'
        """,
        BindKeys);

    /// <summary>Uses up the nonce and adds the session.</summary>
    /// <remarks>
    /// <para>With a state the nonce must belong to the login of that state, which is used up with it. Another nonce is unknown.</para>
    /// <para>A session ID that is taken fails the whole statement and leaves every nonce of it unused.</para>
    /// <para>A batch locks nonces first and adds sessions second, each in the order of their keys. So two batches cannot deadlock.</para>
    /// <para>The nonce is used up as in <see cref="NonceStatements.Consume"/>, and its remarks apply.</para>
    /// </remarks>
    public BatchedStatement<(string Nonce, string? State, LtiSession Session, TimeSpan Lifetime), NonceOutcome> Complete { get; } = new(
        "CompleteLaunch",
        new(
            $"""
            WITH used AS (
                UPDATE {schema}.nonces SET used_at = now()
                WHERE nonce = $1 AND used_at IS NULL AND expires_at > now() AND ($5::text IS NULL OR state = $5)
                RETURNING
                    CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', true) END),
            added AS (
                INSERT INTO {schema}.sessions (id, data, expires_at)
                SELECT $2, $3, now() + $4 * interval '1 microsecond' FROM used)
            SELECT CASE
                WHEN EXISTS (SELECT FROM used) THEN 1
                WHEN stored.expires_at <= now() THEN 2
                WHEN stored.nonce IS NOT NULL THEN 3
                ELSE 0
            END
            FROM (SELECT) AS one LEFT JOIN {schema}.nonces AS stored
                ON stored.nonce = $1 AND ($5::text IS NULL OR stored.state = $5)
            """,
            RetrySafety.OnlyIfRolledBack,
            static (parameters, launch) =>
            {
                parameters.AddText(launch.Nonce);
                parameters.AddId(launch.Session.Id);
                parameters.AddJson(launch.Session.Utf8Document);
                parameters.AddLifetime(launch.Lifetime);
                parameters.AddOptionalText(launch.State);
            },
            static (row, _) => NonceStatements.ReadOutcome(row),
            static launch => LtiConflictException.ForSession(launch.Session.Id)),
        $"""
        WITH member AS (
            SELECT * FROM (SELECT * FROM unnest($1::text[], $2::uuid[], $3::bigint[], $5::text[]) WITH ORDINALITY LIMIT cardinality($1))
                AS member (nonce, id, lifetime, state, place)),
        usable AS (
            SELECT stored.nonce, member.place, member.id, member.lifetime
            FROM member JOIN {schema}.nonces AS stored ON stored.nonce = member.nonce
            WHERE CASE
                WHEN used_at IS NULL AND expires_at > now() AND (member.state IS NULL OR stored.state = member.state) THEN true
            END
            ORDER BY stored.nonce COLLATE "C"
            FOR UPDATE OF stored),
        used AS (
            UPDATE {schema}.nonces AS stored SET used_at = now() FROM usable
            WHERE stored.nonce = usable.nonce
            RETURNING
                usable.place,
                usable.id,
                usable.lifetime,
                CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', true) END),
        added AS (
            INSERT INTO {schema}.sessions (id, data, expires_at)
            SELECT id, ($4::text[])[place]::jsonb, now() + lifetime * interval '1 microsecond'
            FROM (SELECT * FROM used ORDER BY id) AS member)
        SELECT
            CASE
                WHEN member.place IN (SELECT place FROM used) THEN 1
                WHEN stored.expires_at <= now() THEN 2
                WHEN stored.nonce IS NOT NULL THEN 3
                ELSE 0
            END,
            member.place::int
        FROM member LEFT JOIN {schema}.nonces AS stored
            ON stored.nonce = member.nonce AND (member.state IS NULL OR stored.state = member.state)
        """,
        static (parameters, launches) =>
        {
            parameters.AddTexts(launches, static launch => launch.Nonce);
            parameters.AddIds(launches, static launch => launch.Session.Id);
            parameters.AddLifetimes(launches, static launch => launch.Lifetime);
            parameters.AddTexts(launches, static launch => launch.Session.Utf8Document);
            parameters.AddTexts(launches, static launch => launch.State);
        },
        static launch => launch.Session.Utf8Document.Length);

    private static void BindKey(NpgsqlParameterCollection parameters, LaunchKey key)
    {
        parameters.AddText(key.Issuer);
        parameters.AddText(key.ClientId);
        parameters.AddText(key.DeploymentId);
    }

    private static void BindKeys(NpgsqlParameterCollection parameters, IReadOnlyList<LaunchKey> keys)
    {
        parameters.AddTexts(keys, static key => key.Issuer);
        parameters.AddTexts(keys, static key => key.ClientId);
        parameters.AddTexts(keys, static key => key.DeploymentId);
    }

    private static LtiLaunch ReadExact(NpgsqlDataReader row, LaunchKey key)
    {
        var client = ClientColumns.Read(row, key.Issuer, key.ClientId);
        return LtiLaunch.Decide(client, ReadDeployment(row, Exact, client, key.DeploymentId), byDefault: null);
    }

    private static LtiLaunch ReadExactOrDefault(NpgsqlDataReader row, LaunchKey key)
    {
        var client = ClientColumns.Read(row, key.Issuer, key.ClientId);
        return LtiLaunch.Decide(
            client,
            ReadDeployment(row, Exact, client, key.DeploymentId),
            ReadDeployment(row, Fallback, client, LtiDeployment.DefaultDeploymentId));
    }

    private static LtiDeployment? ReadDeployment(NpgsqlDataReader row, int first, LtiClient client, string deploymentId)
        => row.IsDBNull(first)
            ? null
            : new LtiDeployment
            {
                Id = new(row.GetGuid(first)),
                ClientKey = client.Id,
                DeploymentId = deploymentId,
                Status = StatusText.Read(row.GetString(first + 1)),
                Name = row.IsDBNull(first + 2) ? null : row.GetString(first + 2),
                Description = row.IsDBNull(first + 3) ? null : row.GetString(first + 3),
            };
}
