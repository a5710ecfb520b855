using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Schema;

/// <summary>Creates a database of either version of the ported system with rows.</summary>
internal static class OtherSystem
{
    public const string Issuer = "https://lms.example.edu";
    public const string SessionId = "2b1f0c5e-6f1d-4b7e-9c58-0d5f4a3b2c1d";
    public const string RegistrationId = "7d9b0a52-8d1e-4f43-a1a5-6c2f0e8b9d10";

    public static async Task CreateAsync(TestDatabase database, int version)
    {
        await database.ExecuteAsync(
            $$"""
            CREATE TABLE clients (
                id uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL, name varchar(255) NOT NULL, iss varchar(255) NOT NULL, client_id varchar(255) NOT NULL,
                auth_url text NOT NULL, token_url text NOT NULL, jwks_url text NOT NULL, CONSTRAINT iss_client_id_unique UNIQUE (iss, client_id));
            CREATE TABLE deployments (
                id uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL, deployment_id varchar(255) NOT NULL, name varchar(255), description text, client_id uuid NOT NULL,
                CONSTRAINT client_deployment_unique UNIQUE (client_id, deployment_id));
            CREATE TABLE sessions (id uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL, data jsonb NOT NULL, expires_at timestamp with time zone NOT NULL);
            CREATE TABLE nonces (nonce varchar(255) PRIMARY KEY NOT NULL, expires_at timestamp with time zone NOT NULL{{(version == 2 ? ", used_at timestamp with time zone" : "")}});
            CREATE TABLE registration_sessions (id uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL, data jsonb NOT NULL, expires_at timestamp with time zone NOT NULL);
            ALTER TABLE deployments ADD CONSTRAINT deployments_client_id_clients_id_fk FOREIGN KEY (client_id) REFERENCES clients (id) ON DELETE no action ON UPDATE no action;
            CREATE INDEX issuer_client_idx ON clients USING btree (client_id, iss);
            CREATE INDEX deployment_id_idx ON deployments USING btree (deployment_id);
            CREATE INDEX sessions_expires_at_idx ON sessions USING btree (expires_at);
            CREATE INDEX reg_sessions_expires_at_idx ON registration_sessions USING btree (expires_at);
            """);
        await InsertAsync(database, version, "seen");
        await database.ExecuteAsync(
            $$"""
            INSERT INTO sessions (id, data, expires_at) VALUES ('{{SessionId}}', '{
                "jwtPayload": {"iss": "{{Issuer}}", "aud": "client", "sub": "user"},
                "user": {"id": "user", "roles": ["student"]}, "context": {"id": "course", "label": "course", "title": ""},
                "platform": {"issuer": "{{Issuer}}", "clientId": "client", "deploymentId": "deployment", "name": "{{Issuer}}"},
                "launch": {"target": "https://tool.example.com"}, "customParameters": {}, "isAdmin": false, "isInstructor": false, "isStudent": true,
                "isAssignmentAndGradesAvailable": false, "isDeepLinkingAvailable": false, "isNameAndRolesAvailable": false}', now() + interval '1 hour');
            INSERT INTO registration_sessions (id, data, expires_at)
            VALUES ('{{RegistrationId}}', '{"openIdConfiguration": {"issuer": "{{Issuer}}"}, "registrationToken": "token", "expiresAt": 4102444800000}', now() + interval '1 hour');
            INSERT INTO clients (name, iss, client_id, auth_url, token_url, jwks_url) VALUES ('A university', '{{Issuer}}', 'client', 'https://a', 'https://t', 'https://j');
            INSERT INTO deployments (client_id, deployment_id, name) SELECT id, 'deployment', 'A faculty' FROM clients;
            """);
    }

    /// <summary>Inserts a nonce as its processes do when they see it (version 1) or create it (version 2).</summary>
    public static Task InsertAsync(TestDatabase database, int version, string nonce) => database.ExecuteAsync(version == 1
        ? $"INSERT INTO nonces (nonce, expires_at) VALUES ('{nonce}', now() + interval '10 minutes')"
        : $"INSERT INTO nonces (nonce, expires_at, used_at) VALUES ('{nonce}', now() + interval '10 minutes', NULL)");
}
