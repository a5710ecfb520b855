namespace Lti.Storage.Cli.Copying;

/// <summary>The statements that copy rows from and to SQLite. A page begins after <c>$3</c>; <c>$2</c> is the time.</summary>
internal static class SqliteStatements
{
    public static TableStatements Clients { get; } = new(
        ReadPage: """
            SELECT id, name, issuer, client_id, authorization_url, token_url, jwks_url, token_audience, is_enabled
            FROM clients
            WHERE id > $3
            ORDER BY id LIMIT $1
            """,
        Find: """
            SELECT id, name, issuer, client_id, authorization_url, token_url, jwks_url, token_audience, is_enabled
            FROM clients
            WHERE id = $1
            """,
        Write: """
            INSERT INTO clients (id, name, issuer, client_id, authorization_url, token_url, jwks_url, token_audience, is_enabled)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (id) DO NOTHING
            """);

    public static TableStatements Deployments { get; } = new(
        ReadPage: """
            SELECT id, client_key, deployment_id, CASE status WHEN 0 THEN 'active' WHEN 1 THEN 'pending' ELSE 'disabled' END,
                name, description
            FROM deployments
            WHERE (client_key, id) > ($3, $4)
            ORDER BY client_key, id LIMIT $1
            """,
        Find: """
            SELECT id, client_key, deployment_id, CASE status WHEN 0 THEN 'active' WHEN 1 THEN 'pending' ELSE 'disabled' END,
                name, description
            FROM deployments
            WHERE client_key = $1 AND id = $2
            """,
        Write: """
            INSERT INTO deployments (id, client_key, deployment_id, status, name, description)
            VALUES ($1, $2, $3, CASE $4 WHEN 'active' THEN 0 WHEN 'pending' THEN 1 ELSE 2 END, $5, $6)
            ON CONFLICT (client_key, id) DO NOTHING
            """);

    public static TableStatements Sessions { get; } = new(
        ReadPage: """
            SELECT id, document, expires_at
            FROM sessions
            WHERE id > $3 AND expires_at > $2
            ORDER BY id LIMIT $1
            """,
        Find: """
            SELECT id, document, expires_at
            FROM sessions
            WHERE id = $1
            """,
        Write: """
            INSERT INTO sessions (id, document, expires_at, issuer, client_id, deployment_id, user_id, context_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (id) DO UPDATE SET
                document = excluded.document, expires_at = excluded.expires_at, issuer = excluded.issuer, client_id = excluded.client_id,
                deployment_id = excluded.deployment_id, user_id = excluded.user_id, context_id = excluded.context_id
                WHERE expires_at < excluded.expires_at
            """);

    public static TableStatements RegistrationSessions { get; } = new(
        ReadPage: """
            SELECT id, document, expires_at
            FROM registration_sessions
            WHERE id > $3 AND expires_at > $2
            ORDER BY id LIMIT $1
            """,
        Find: """
            SELECT id, document, expires_at
            FROM registration_sessions
            WHERE id = $1
            """,
        Write: """
            INSERT INTO registration_sessions (id, document, expires_at) VALUES ($1, $2, $3)
            ON CONFLICT (id) DO UPDATE SET document = excluded.document, expires_at = excluded.expires_at
                WHERE expires_at < excluded.expires_at
            """);

    public static TableStatements Nonces { get; } = new(
        ReadPage: """
            SELECT nonce, is_used, state, login, expires_at
            FROM nonces
            WHERE nonce > $3 AND expires_at > $2
            ORDER BY nonce LIMIT $1
            """,
        Find: """
            SELECT nonce, is_used, state, login, expires_at
            FROM nonces
            WHERE nonce = $1
            """,
        Write: """
            INSERT INTO nonces (nonce, is_used, state, login, expires_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (nonce) DO UPDATE SET
                is_used = max(is_used, excluded.is_used), expires_at = max(expires_at, excluded.expires_at)
                WHERE expires_at < excluded.expires_at OR is_used < excluded.is_used
            """);

    /// <summary>Copies the keys as they are stored. A key of another ring has one of the numbers, which fails.</summary>
    public static TableStatements ToolKeys { get; } = new(
        ReadPage: """
            SELECT number, key_id, added_at, starts_at, public_key, private_key, is_protected
            FROM tool_keys
            WHERE number > $3
            ORDER BY number LIMIT $1
            """,
        Find: """
            SELECT number, key_id, added_at, starts_at, public_key, private_key, is_protected
            FROM tool_keys
            WHERE number = $1
            """,
        Write: """
            INSERT INTO tool_keys (number, key_id, added_at, starts_at, public_key, private_key, is_protected)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (key_id) DO UPDATE SET
                starts_at = excluded.starts_at, public_key = excluded.public_key, private_key = excluded.private_key
                WHERE public_key IS NOT NULL AND (excluded.public_key IS NULL OR excluded.starts_at < starts_at)
            """);
}
