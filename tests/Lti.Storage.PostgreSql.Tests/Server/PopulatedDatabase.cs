namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Holds analysed tables with thousands of rows. Half of the rows that can expire have expired.</summary>
public sealed class PopulatedDatabase : IAsyncLifetime
{
    private TestDatabase? _database;

    internal TestDatabase Database => _database ?? throw new InvalidOperationException("The database has not been created yet.");

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.MigratedAsync();
        await _database.ExecuteAsync(
            """
            INSERT INTO clients (name, iss, client_id, auth_url, token_url, jwks_url)
            SELECT 'LMS', 'https://lms' || n || '.example.edu', 'client', 'a', 't', 'j' FROM generate_series(1, 2000) AS n;
            INSERT INTO deployments (client_id, deployment_id) SELECT id, 'deployment ' || n FROM clients, generate_series(1, 3) AS n;
            INSERT INTO nonces (nonce, expires_at, state, login)
            SELECT 'nonce ' || n, now() + (n - 5000) * interval '1 second', CASE WHEN n % 2 = 0 THEN 'state ' || n END,
                CASE WHEN n % 2 = 0 THEN '{"issuer": "https://lms.example.edu", "clientId": "client"}'::jsonb END
            FROM generate_series(1, 10000) AS n;
            INSERT INTO sessions (data, expires_at)
            SELECT jsonb_build_object(
                'platform', jsonb_build_object('issuer', 'https://lms' || n % 50 || '.example.edu', 'clientId', 'client ' || n % 70, 'deploymentId', 'deployment ' || n % 7),
                'user', jsonb_build_object('id', CASE WHEN n % 3 = 0 THEN to_jsonb(n % 500) ELSE to_jsonb('user ' || n % 500) END),
                'context', jsonb_build_object('id', CASE WHEN n % 3 = 0 THEN to_jsonb(n % 400) ELSE to_jsonb('context ' || n % 400) END)), now() + (n - 5000) * interval '1 second'
            FROM generate_series(1, 10000) AS n;
            INSERT INTO registration_sessions (data, expires_at) SELECT '{}', now() + (n - 5000) * interval '1 second' FROM generate_series(1, 10000) AS n;
            ANALYZE;
            """);
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
