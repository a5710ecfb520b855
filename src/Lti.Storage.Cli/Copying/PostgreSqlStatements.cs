namespace Lti.Storage.Cli.Copying;

/// <summary>The statements that copy rows from and to PostgreSQL. The quoted name of the schema replaces <c>{schema}</c>.</summary>
/// <remarks>
/// The time of a transaction's begin decides what has expired. .NET has no time after the year 9999, where <c>infinity</c> is read.
/// A status that no version of the library wrote is copied as disabled, as the library reads it (rule D5).
/// </remarks>
internal static class PostgreSqlStatements
{
    public static TableStatements Clients { get; } = new(
        ReadPage: """
            SELECT id, name, iss, client_id, auth_url, token_url, jwks_url, token_audience, enabled
            FROM {schema}.clients
            WHERE $2::uuid IS NULL OR id > $2
            ORDER BY id LIMIT $1
            """,
        Find: """
            SELECT id, name, iss, client_id, auth_url, token_url, jwks_url, token_audience, enabled
            FROM {schema}.clients
            WHERE id = ANY($1)
            """,
        Write: """
            INSERT INTO {schema}.clients (id, name, iss, client_id, auth_url, token_url, jwks_url, token_audience, enabled)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (id) DO NOTHING
            """);

    public static TableStatements Deployments { get; } = new(
        ReadPage: """
            SELECT id, client_id, deployment_id, CASE WHEN status IN ('active', 'pending') THEN status ELSE 'disabled' END,
                name, description
            FROM {schema}.deployments
            WHERE $2::uuid IS NULL OR (client_id, id) > ($2, $3::uuid)
            ORDER BY client_id, id LIMIT $1
            """,
        Find: """
            SELECT id, client_id, deployment_id, CASE WHEN status IN ('active', 'pending') THEN status ELSE 'disabled' END,
                name, description
            FROM {schema}.deployments
            WHERE id = ANY($1)
            """,
        Write: """
            INSERT INTO {schema}.deployments (id, client_id, deployment_id, status, name, description)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6)
            ON CONFLICT (id) DO NOTHING
            """);

    public static TableStatements Sessions { get; } = new(
        ReadPage: """
            SELECT id, data::text, least(expires_at, '9999-12-31 23:59:59.999999+00')
            FROM {schema}.sessions
            WHERE ($2::uuid IS NULL OR id > $2) AND expires_at > now()
            ORDER BY id LIMIT $1
            """,
        Find: """
            SELECT id, data::text, greatest('0001-01-01+00', least(expires_at, '9999-12-31 23:59:59.999999+00'))
            FROM {schema}.sessions
            WHERE id = ANY($1)
            """,
        Write: """
            INSERT INTO {schema}.sessions AS kept (id, data, expires_at)
            SELECT id, document::jsonb, expires_at FROM unnest($1, $2, $3) AS copied (id, document, expires_at)
            ON CONFLICT (id) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at
                WHERE kept.expires_at < excluded.expires_at
            """);

    public static TableStatements RegistrationSessions { get; } = new(
        ReadPage: """
            SELECT id, data::text, least(expires_at, '9999-12-31 23:59:59.999999+00')
            FROM {schema}.registration_sessions
            WHERE ($2::uuid IS NULL OR id > $2) AND expires_at > now()
            ORDER BY id LIMIT $1
            """,
        Find: """
            SELECT id, data::text, greatest('0001-01-01+00', least(expires_at, '9999-12-31 23:59:59.999999+00'))
            FROM {schema}.registration_sessions
            WHERE id = ANY($1)
            """,
        Write: """
            INSERT INTO {schema}.registration_sessions AS kept (id, data, expires_at)
            SELECT id, document::jsonb, expires_at FROM unnest($1, $2, $3) AS copied (id, document, expires_at)
            ON CONFLICT (id) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at
                WHERE kept.expires_at < excluded.expires_at
            """);

    public static TableStatements Nonces { get; } = new(
        ReadPage: """
            SELECT nonce, used_at IS NOT NULL, state, login::text, least(expires_at, '9999-12-31 23:59:59.999999+00')
            FROM {schema}.nonces
            WHERE ($2::text IS NULL OR nonce > $2) AND expires_at > now()
            ORDER BY nonce LIMIT $1
            """,
        Find: """
            SELECT nonce, used_at IS NOT NULL, state, login::text,
                greatest('0001-01-01+00', least(expires_at, '9999-12-31 23:59:59.999999+00'))
            FROM {schema}.nonces
            WHERE nonce = ANY($1)
            """,
        Write: """
            INSERT INTO {schema}.nonces AS kept (nonce, used_at, state, login, expires_at)
            SELECT nonce, CASE WHEN is_used THEN now() END, state, login::jsonb, expires_at
            FROM unnest($1, $2, $3, $4, $5) AS copied (nonce, is_used, state, login, expires_at)
            ON CONFLICT (nonce) DO UPDATE SET
                used_at = coalesce(kept.used_at, excluded.used_at), expires_at = greatest(kept.expires_at, excluded.expires_at)
                WHERE kept.expires_at < excluded.expires_at OR (kept.used_at IS NULL AND excluded.used_at IS NOT NULL)
            """);

    /// <summary>Copies the keys as they are stored. A key of another ring has one of the numbers, which fails.</summary>
    public static TableStatements ToolKeys { get; } = new(
        ReadPage: """
            SELECT number, key_id, added_at, starts_at, public_key, private_key, protected
            FROM {schema}.tool_keys
            WHERE $2::integer IS NULL OR number > $2
            ORDER BY number LIMIT $1
            """,
        Find: """
            SELECT number, key_id, added_at, starts_at, public_key, private_key, protected
            FROM {schema}.tool_keys
            WHERE number = ANY($1)
            """,
        Write: """
            INSERT INTO {schema}.tool_keys AS kept (number, key_id, added_at, starts_at, public_key, private_key, protected)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (key_id) DO UPDATE SET
                starts_at = excluded.starts_at, public_key = excluded.public_key, private_key = excluded.private_key
                WHERE kept.public_key IS NOT NULL AND (excluded.public_key IS NULL OR excluded.starts_at < kept.starts_at)
            """);
}
