namespace Lti.Storage.Benchmarks;

/// <summary>The statements of <see cref="NpgsqlContender"/>.</summary>
internal static class NpgsqlStatements
{
    public const string FindLaunchConfig = """
        SELECT client.id, client.auth_url, client.token_url, client.jwks_url, exact.id, fallback.id
        FROM clients AS client
        LEFT JOIN deployments AS exact ON exact.client_id = client.id AND exact.deployment_id = $3
        LEFT JOIN deployments AS fallback ON exact.id IS NULL AND fallback.client_id = client.id AND fallback.deployment_id = 'default'
        WHERE client.iss = $1 AND client.client_id = $2
        """;

    public const string StoreNonce = """
        INSERT INTO nonces AS stored (nonce, expires_at) VALUES ($1, now() + $2 * interval '1 microsecond')
        ON CONFLICT (nonce) DO UPDATE SET expires_at = excluded.expires_at, used_at = NULL WHERE stored.expires_at <= now()
        """;

    public const string ClaimNonce = """
        INSERT INTO nonces AS stored (nonce, expires_at, used_at) VALUES ($1, now() + $2 * interval '1 microsecond', now())
        ON CONFLICT (nonce) DO UPDATE SET expires_at = excluded.expires_at, used_at = excluded.used_at WHERE stored.expires_at <= now()
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
