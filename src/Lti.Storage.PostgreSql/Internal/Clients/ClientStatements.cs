using System.Collections.ObjectModel;
using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Clients;

/// <summary>Finds the clients of logins and launches in one statement each (rules C2 and C6).</summary>
/// <param name="schema">The quoted name of the schema.</param>
internal sealed class ClientStatements(string schema)
{
    /// <summary>Finds the client of an issuer and client ID.</summary>
    public BatchedStatement<(string Issuer, string ClientId), LtiClient?> Find { get; } = new(
        "FindClient",
        new(
            $"""
            SELECT id, name, auth_url, token_url, jwks_url, token_audience, enabled
            FROM {schema}.clients
            WHERE iss = $1 AND client_id = $2
            """,
            RetrySafety.Read,
            static (parameters, sought) =>
            {
                parameters.AddText(sought.Issuer);
                parameters.AddText(sought.ClientId);
            },
            static (row, sought) => row is null ? null : ClientColumns.Read(row, sought.Issuer, sought.ClientId)),
        $"""
        SELECT id, name, auth_url, token_url, jwks_url, token_audience, enabled, member.place::int
        FROM (SELECT * FROM unnest($1::text[], $2::text[]) WITH ORDINALITY LIMIT cardinality($1)) AS member (issuer, client, place)
        JOIN {schema}.clients ON iss = member.issuer AND client_id = member.client
        """,
        static (parameters, sought) =>
        {
            parameters.AddTexts(sought, static one => one.Issuer);
            parameters.AddTexts(sought, static one => one.ClientId);
        });

    /// <summary>Finds all clients of an issuer. The only row has an array for each column.</summary>
    public BatchedStatement<string, IReadOnlyList<LtiClient>> FindAll { get; } = new(
        "FindClients",
        new(
            $"""
            SELECT
                array_agg(id),
                array_agg(name),
                array_agg(auth_url),
                array_agg(token_url),
                array_agg(jwks_url),
                array_agg(token_audience),
                array_agg(enabled),
                array_agg(client_id)
            FROM (SELECT * FROM {schema}.clients WHERE iss = $1 ORDER BY id) AS client
            """,
            RetrySafety.Read,
            static (parameters, issuer) => parameters.AddText(issuer),
            static (row, issuer) => ReadAll(row!, issuer)),
        $"""
        SELECT found.*, member.place::int
        FROM (SELECT * FROM unnest($1::text[]) WITH ORDINALITY LIMIT cardinality($1)) AS member (issuer, place)
        CROSS JOIN LATERAL (
            SELECT
                array_agg(id),
                array_agg(name),
                array_agg(auth_url),
                array_agg(token_url),
                array_agg(jwks_url),
                array_agg(token_audience),
                array_agg(enabled),
                array_agg(client_id)
            FROM (SELECT * FROM {schema}.clients WHERE iss = member.issuer ORDER BY id) AS client) AS found
        """,
        static (parameters, issuers) => parameters.AddTexts(issuers, static issuer => issuer));

    /// <summary>Finds the clients of an issuer that have a deployment. The only row has an array for each column.</summary>
    public BatchedStatement<(string Issuer, string DeploymentId), IReadOnlyList<LtiClient>> FindDeployed { get; } = new(
        "FindDeployedClients",
        new(
            $"""
            SELECT
                array_agg(id),
                array_agg(name),
                array_agg(auth_url),
                array_agg(token_url),
                array_agg(jwks_url),
                array_agg(token_audience),
                array_agg(enabled),
                array_agg(client_id)
            FROM (
                SELECT client.*
                FROM {schema}.clients AS client
                JOIN {schema}.deployments AS deployment ON deployment.client_id = client.id AND deployment.deployment_id = $2
                WHERE client.iss = $1
                ORDER BY client.id) AS client
            """,
            RetrySafety.Read,
            static (parameters, sought) =>
            {
                parameters.AddText(sought.Issuer);
                parameters.AddText(sought.DeploymentId);
            },
            static (row, sought) => ReadAll(row!, sought.Issuer)),
        $"""
        SELECT found.*, member.place::int
        FROM (SELECT * FROM unnest($1::text[], $2::text[]) WITH ORDINALITY LIMIT cardinality($1)) AS member (issuer, deployment, place)
        CROSS JOIN LATERAL (
            SELECT
                array_agg(id),
                array_agg(name),
                array_agg(auth_url),
                array_agg(token_url),
                array_agg(jwks_url),
                array_agg(token_audience),
                array_agg(enabled),
                array_agg(client_id)
            FROM (
                SELECT client.*
                FROM {schema}.clients AS client
                JOIN {schema}.deployments AS deployment
                    ON deployment.client_id = client.id AND deployment.deployment_id = member.deployment
                WHERE client.iss = member.issuer
                ORDER BY client.id) AS client) AS found
        """,
        static (parameters, sought) =>
        {
            parameters.AddTexts(sought, static one => one.Issuer);
            parameters.AddTexts(sought, static one => one.DeploymentId);
        });

    private static ReadOnlyCollection<LtiClient> ReadAll(NpgsqlDataReader row, string issuer)
    {
        if (row.IsDBNull(0))
        {
            return ReadOnlyCollection<LtiClient>.Empty;
        }

        var ids = row.GetFieldValue<Guid[]>(0);
        var names = row.GetFieldValue<string[]>(1);
        var authorizationUrls = row.GetFieldValue<string[]>(2);
        var tokenUrls = row.GetFieldValue<string[]>(3);
        var jwksUrls = row.GetFieldValue<string[]>(4);
        var audiences = row.GetFieldValue<string?[]>(5);
        var enabled = row.GetFieldValue<bool[]>(6);
        var clientIds = row.GetFieldValue<string[]>(7);
        var clients = new LtiClient[ids.Length];
        for (var i = 0; i < clients.Length; i++)
        {
            clients[i] = new LtiClient
            {
                Id = new(ids[i]),
                Name = names[i],
                Issuer = issuer,
                ClientId = clientIds[i],
                Endpoints = new LtiEndpoints
                {
                    AuthorizationUrl = authorizationUrls[i],
                    TokenUrl = tokenUrls[i],
                    JwksUrl = jwksUrls[i],
                    TokenAudience = audiences[i],
                },
                IsEnabled = enabled[i],
            };
        }

        return Array.AsReadOnly(clients);
    }
}
