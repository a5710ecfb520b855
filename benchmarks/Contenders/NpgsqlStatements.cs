namespace Lti.Storage.Benchmarks;

/// <summary>The statements of <see cref="NpgsqlContender"/>.</summary>
internal static class NpgsqlStatements
{
    public const string FindClient = """
        SELECT id, name, auth_url, token_url, jwks_url, token_audience, enabled FROM clients WHERE iss = $1 AND client_id = $2
        """;

    public const string FindLaunch = """
        SELECT
            client.id, client.name, client.auth_url, client.token_url, client.jwks_url, client.token_audience, client.enabled,
            exact.id, exact.status, exact.name, exact.description,
            fallback.id, fallback.status, fallback.name, fallback.description
        FROM clients AS client
        LEFT JOIN deployments AS exact ON exact.client_id = client.id AND exact.deployment_id = $3
        LEFT JOIN deployments AS fallback ON exact.id IS NULL AND fallback.client_id = client.id AND fallback.deployment_id = 'default'
        WHERE client.iss = $1 AND client.client_id = $2
        """;

    /// <summary>Stores a login and its nonce. It stores nothing if a row has the state, expired or not.</summary>
    public const string BeginLogin = """
        INSERT INTO nonces AS stored (nonce, expires_at, state, login)
        SELECT $1, now() + $3 * interval '1 microsecond', $2, $4 WHERE NOT EXISTS (SELECT FROM nonces WHERE state = $2)
        ON CONFLICT (nonce) DO UPDATE SET expires_at = excluded.expires_at, used_at = NULL, state = excluded.state, login = excluded.login
            WHERE stored.expires_at <= now()
        """;

    /// <summary>Tells whether the state is taken. An expired login gives it up unless the nonce is taken.</summary>
    public const string FreeState = """
        WITH freed AS (
            UPDATE nonces SET state = NULL, login = NULL
            WHERE state = $1 AND expires_at <= now() AND NOT EXISTS (SELECT FROM nonces WHERE nonce = $2 AND expires_at > now()))
        SELECT EXISTS (SELECT FROM nonces WHERE state = $1 AND expires_at > now())
        """;

    public const string FindLogin = """
        SELECT login, (extract(epoch FROM expires_at - now()) * 1000000)::bigint, nonce
        FROM nonces WHERE state = $1 AND used_at IS NULL AND expires_at > now()
        """;

    public const string StoreNonce = """
        INSERT INTO nonces AS stored (nonce, expires_at) VALUES ($1, now() + $2 * interval '1 microsecond')
        ON CONFLICT (nonce) DO UPDATE SET expires_at = excluded.expires_at, used_at = NULL, state = NULL, login = NULL
            WHERE stored.expires_at <= now()
        """;

    public const string ClaimNonce = """
        INSERT INTO nonces AS stored (nonce, expires_at, used_at) VALUES ($1, now() + $2 * interval '1 microsecond', now())
        ON CONFLICT (nonce) DO UPDATE SET expires_at = excluded.expires_at, used_at = excluded.used_at, state = NULL, login = NULL
            WHERE stored.expires_at <= now()
        """;

    public const string ConsumeNonce = $"WITH used AS ({UseNonce}) {NonceOutcome}";

    public const string AddSession = """
        INSERT INTO sessions (id, data, expires_at) VALUES ($1, $2, now() + $3 * interval '1 microsecond') ON CONFLICT (id) DO NOTHING
        """;

    public const string FindSession = """
        SELECT data, (extract(epoch FROM expires_at - now()) * 1000000)::bigint FROM sessions WHERE id = $1 AND expires_at > now()
        """;

    public const string DeleteSession = "DELETE FROM sessions WHERE id = $1 RETURNING expires_at > now()";

    public const string CompleteLaunch = $"""
        WITH used AS ({UseNonce}),
        added AS (INSERT INTO sessions (id, data, expires_at) SELECT $2, $3, now() + $4 * interval '1 microsecond' FROM used)
        {NonceOutcome}
        """;

    public const string CompleteLogin = """
        WITH used AS (UPDATE nonces SET used_at = now() WHERE nonce = $1 AND state = $5 AND used_at IS NULL AND expires_at > now() RETURNING 1),
        added AS (INSERT INTO sessions (id, data, expires_at) SELECT $2, $3, now() + $4 * interval '1 microsecond' FROM used)
        SELECT CASE WHEN EXISTS (SELECT FROM used) THEN 1 WHEN stored.expires_at <= now() THEN 2 WHEN stored.nonce IS NOT NULL THEN 3 ELSE 0 END
        FROM (SELECT) AS one LEFT JOIN nonces AS stored ON stored.nonce = $1 AND stored.state = $5
        """;

    public const string ConsumeRegistrationSession = """
        DELETE FROM registration_sessions WHERE id = $1 RETURNING data, (extract(epoch FROM expires_at - now()) * 1000000)::bigint
        """;

    private const string UseNonce = "UPDATE nonces SET used_at = now() WHERE nonce = $1 AND used_at IS NULL AND expires_at > now() RETURNING 1";

    // 0 to 3 are the values of the enum NonceOutcome.
    private const string NonceOutcome = """
        SELECT CASE WHEN EXISTS (SELECT FROM used) THEN 1 WHEN stored.expires_at <= now() THEN 2 WHEN stored.nonce IS NOT NULL THEN 3 ELSE 0 END
        FROM (SELECT) AS one LEFT JOIN nonces AS stored ON stored.nonce = $1
        """;
}
