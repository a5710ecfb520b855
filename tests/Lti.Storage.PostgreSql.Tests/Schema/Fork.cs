using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Schema;

/// <summary>A database as the ported system's fork makes it: tables with a prefix, ids as text, expiries as numbers.</summary>
internal static class Fork
{
    public const string Issuer = "https://lms.example.edu";
    public const string ClientId = "0197a3c0-0000-7000-8000-000000000001";
    public const string DeploymentId = "deployment of their own format";
    public const string SessionId = "2b1f0c5e-6f1d-4b7e-9c58-0d5f4a3b2c1d";
    public const string RegistrationId = "7d9b0a52-8d1e-4f43-a1a5-6c2f0e8b9d10";

    /// <summary>The statements on the page that copy the fork's rows.</summary>
    public static string CopyRows { get; } = MovingOverPage.Block("INSERT INTO clients");

    public static async Task CreateAsync(TestDatabase database) => await database.ExecuteAsync(
        $$"""
        CREATE TABLE lti_clients (
            id varchar(36) PRIMARY KEY, platform_name varchar(255) NOT NULL, iss varchar(255) NOT NULL, client_id varchar(255) NOT NULL,
            auth_url text NOT NULL, token_url text NOT NULL, jwks_url text NOT NULL);
        CREATE TABLE lti_deployments (
            id varchar(36) PRIMARY KEY, deployment_id varchar(255) NOT NULL, deployment_name varchar(255), deployment_description text,
            client_id varchar(36) NOT NULL REFERENCES lti_clients (id) ON DELETE CASCADE);
        CREATE TABLE lti_nonces (nonce varchar(255) PRIMARY KEY, expires_at bigint NOT NULL);
        CREATE TABLE lti_registration_sessions (id varchar(36) PRIMARY KEY, payload jsonb NOT NULL, expires_at bigint NOT NULL);
        CREATE TABLE lti_sessions (id varchar(36) PRIMARY KEY, payload jsonb NOT NULL, expires_at bigint NOT NULL);

        INSERT INTO lti_clients VALUES ('{{ClientId}}', 'A university', '{{Issuer}}', 'client', 'https://a', 'https://t', 'https://j');
        INSERT INTO lti_deployments VALUES ('{{DeploymentId}}', 'deployment', 'A faculty', NULL, '{{ClientId}}');
        INSERT INTO lti_nonces VALUES ('used', extract(epoch FROM now() + interval '10 minutes')::bigint), ('expired', 1);
        INSERT INTO lti_sessions
        SELECT id, '{"platform": {"issuer": "{{Issuer}}", "clientId": "client", "deploymentId": "deployment"}, "user": {"id": "user", "roles": []} }', expires_at
        FROM (VALUES
            ('{{SessionId}}', extract(epoch FROM now() + interval '1 hour')::bigint),
            ('in milliseconds', extract(epoch FROM now() + interval '1 hour')::bigint * 1000),
            ('expired', 1)) AS rows (id, expires_at);
        INSERT INTO lti_registration_sessions
        SELECT '{{RegistrationId}}', jsonb_build_object('openIdConfiguration', '{}'::jsonb, 'appState', '{"tenant": "1"}'::jsonb, 'expiresAt', expires_at), expires_at
        FROM (VALUES (extract(epoch FROM now() + interval '15 minutes')::bigint * 1000)) AS rows (expires_at);
        """);
}
