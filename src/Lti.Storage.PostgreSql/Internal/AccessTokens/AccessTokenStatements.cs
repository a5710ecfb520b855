using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.AccessTokens;

/// <summary>Leases, stores, releases, invalidates, lists and clears access tokens (rules A1 to A5).</summary>
/// <remarks>
/// A lease locks its client first, so that a deletion of the client comes before it or deletes its row too. A write under a lease finds the
/// row by the lease's id. Each write changes nothing the second time.
/// </remarks>
/// <param name="schema">The quoted name of the schema.</param>
internal sealed class AccessTokenStatements(string schema)
{
    /// <summary>The most rows of a page.</summary>
    public const int PageSize = 100;

    /// <summary>Finds a token, or takes the lease unless another caller has it. Null if there is no such client.</summary>
    /// <remarks>A found token locks and writes nothing. If another call takes the lease meanwhile, its rest is unknown.</remarks>
    public PreparedStatement<AccessTokenLease, AccessTokenLookup?> Lease { get; } = new(
        $"""
        WITH client AS (
            SELECT id FROM {schema}.clients WHERE iss = $1 AND client_id = $2),
        stored AS (
            SELECT access_tokens.* FROM {schema}.access_tokens JOIN client ON client.id = access_tokens.client_id WHERE request_id = $3),
        leased AS (
            INSERT INTO {schema}.access_tokens AS present (client_id, request_id, token_url, scope, expires_at, lease_id, leased_until)
            SELECT
                clients.id,
                $3,
                $4,
                $5,
                now() + $8 * interval '1 microsecond',
                $6,
                now() + $8 * interval '1 microsecond'
            FROM {schema}.clients
            WHERE iss = $1 AND client_id = $2 AND NOT EXISTS (
                SELECT FROM stored
                WHERE token_until > now() + $7 * interval '1 microsecond' OR retry_at > now() OR leased_until > now() AND lease_id <> $6)
            FOR KEY SHARE
            ON CONFLICT (client_id, request_id) DO UPDATE
            SET
                expires_at = greatest(present.token_until, excluded.leased_until),
                lease_id = excluded.lease_id,
                leased_until = excluded.leased_until
            WHERE (
                present.token_until > now() + $7 * interval '1 microsecond' OR present.retry_at > now()
                OR present.leased_until > now() AND present.lease_id <> $6) IS NOT TRUE
            RETURNING client_id)
        SELECT
            client.id,
            EXISTS (SELECT FROM leased),
            token_until > now() + $7 * interval '1 microsecond',
            CASE WHEN retry_at > now()
                THEN (1000000 * extract(epoch FROM least(retry_at, now() + interval '87600 hours') - now()))::bigint END,
            CASE WHEN leased_until > now()
                THEN (1000000 * extract(epoch FROM least(leased_until, now() + interval '87600 hours') - now()))::bigint END,
            CASE WHEN token_until > now()
                THEN (1000000 * extract(epoch FROM least(token_until, now() + interval '87600 hours') - now()))::bigint END,
            token_id,
            token,
            protected
        FROM client LEFT JOIN stored ON true
        """,
        RetrySafety.Idempotent,
        static (parameters, lease) =>
        {
            parameters.AddText(lease.Request.Issuer);
            parameters.AddText(lease.Request.ClientId);
            parameters.AddText(lease.Request.Id);
            parameters.AddText(lease.Request.TokenUrl);
            parameters.AddText(lease.Request.Scope);
            parameters.AddId(lease.LeaseId);
            parameters.AddLifetime(lease.Leeway);
            parameters.AddLifetime(lease.LeaseFor);
        },
        static (row, _) => row is null ? null : ReadLookup(row));

    /// <summary>Stores a token under a lease, which ends. False if the lease is no longer the caller's.</summary>
    public PreparedStatement<(AccessTokenRequest Request, Guid LeaseId, NewAccessToken Token), bool> Store { get; } = new(
        $"""
        UPDATE {schema}.access_tokens
        SET
            expires_at = now() + $6 * interval '1 microsecond',
            lease_id = NULL,
            leased_until = NULL,
            retry_at = NULL,
            token_id = $3,
            token = $4,
            protected = $5,
            stored_at = now(),
            token_until = now() + $6 * interval '1 microsecond'
        WHERE request_id = $1 AND (lease_id = $2 OR token_id = $3)
            AND client_id = (SELECT id FROM {schema}.clients WHERE iss = $7 AND clients.client_id = $8)
        RETURNING true
        """,
        RetrySafety.Idempotent,
        static (parameters, stored) =>
        {
            parameters.AddText(stored.Request.Id);
            parameters.AddId(stored.LeaseId);
            parameters.AddId(stored.Token.TokenId);
            parameters.AddBytes(stored.Token.Token.Bytes);
            parameters.AddFlag(stored.Token.Token.IsProtected);
            parameters.AddLifetime(stored.Token.Lifetime);
            parameters.AddText(stored.Request.Issuer);
            parameters.AddText(stored.Request.ClientId);
        },
        static (row, _) => row is not null);

    /// <summary>Ends a lease without a token. False if it is no longer the caller's.</summary>
    public PreparedStatement<(AccessTokenRequest Request, Guid LeaseId, TimeSpan RetryAfter), bool> Release { get; } = new(
        $"""
        UPDATE {schema}.access_tokens
        SET
            expires_at = greatest(token_until, now() + $3 * interval '1 microsecond'),
            lease_id = NULL,
            leased_until = NULL,
            retry_at = CASE WHEN $3 > 0 THEN now() + $3 * interval '1 microsecond' END
        WHERE request_id = $1 AND lease_id = $2
            AND client_id = (SELECT id FROM {schema}.clients WHERE iss = $4 AND clients.client_id = $5)
        RETURNING true
        """,
        RetrySafety.OnlyIfRolledBack,
        static (parameters, released) =>
        {
            parameters.AddText(released.Request.Id);
            parameters.AddId(released.LeaseId);
            parameters.AddLifetime(released.RetryAfter);
            parameters.AddText(released.Request.Issuer);
            parameters.AddText(released.Request.ClientId);
        },
        static (row, _) => row is not null);

    /// <summary>Removes a token by its id. True if it was there and had not expired.</summary>
    public PreparedStatement<(AccessTokenRequest Request, Guid TokenId), bool> Invalidate { get; } = new(
        $"""
        WITH stored AS (
            SELECT client_id, request_id, token_until FROM {schema}.access_tokens
            WHERE request_id = $1 AND token_id = $2
                AND client_id = (SELECT id FROM {schema}.clients WHERE iss = $3 AND clients.client_id = $4)
            FOR UPDATE),
        removed AS (
            UPDATE {schema}.access_tokens
            SET
                expires_at = greatest(access_tokens.leased_until, access_tokens.retry_at, now()),
                token_id = NULL,
                token = NULL,
                protected = NULL,
                stored_at = NULL,
                token_until = NULL
            FROM stored
            WHERE access_tokens.client_id = stored.client_id AND access_tokens.request_id = stored.request_id
            RETURNING stored.token_until)
        SELECT token_until > now() FROM removed
        """,
        RetrySafety.OnlyIfRolledBack,
        static (parameters, removed) =>
        {
            parameters.AddText(removed.Request.Id);
            parameters.AddId(removed.TokenId);
            parameters.AddText(removed.Request.Issuer);
            parameters.AddText(removed.Request.ClientId);
        },
        static (row, _) => row is not null && row.GetBoolean(0));

    /// <summary>Lists the rows after one, as one row of arrays.</summary>
    public PreparedStatement<AccessTokenPage, IReadOnlyList<AccessTokenSummary>> List { get; } = new(
        $"""
        SELECT
            array_agg(client_id ORDER BY client_id, request_id COLLATE "C"),
            array_agg(request_id::text ORDER BY client_id, request_id COLLATE "C"),
            array_agg(token_url::text ORDER BY client_id, request_id COLLATE "C"),
            array_agg(scope::text ORDER BY client_id, request_id COLLATE "C"),
            array_agg(protected ORDER BY client_id, request_id COLLATE "C"),
            array_agg(age ORDER BY client_id, request_id COLLATE "C"),
            array_agg(lives ORDER BY client_id, request_id COLLATE "C"),
            array_agg(leased ORDER BY client_id, request_id COLLATE "C"),
            array_agg(retry ORDER BY client_id, request_id COLLATE "C")
        FROM (
            SELECT
                client_id,
                request_id,
                token_url,
                scope,
                protected,
                CASE WHEN token_id IS NOT NULL THEN (1000000 * extract(epoch FROM
                    now() - least(greatest(stored_at, now() - interval '87600 hours'), now())))::bigint END AS age,
                CASE WHEN token_id IS NOT NULL THEN (1000000 * extract(epoch FROM
                    least(greatest(token_until, now() - interval '87600 hours'), now() + interval '87600 hours') - now()))::bigint
                    END AS lives,
                CASE WHEN leased_until > now()
                    THEN (1000000 * extract(epoch FROM least(leased_until, now() + interval '87600 hours') - now()))::bigint
                    END AS leased,
                CASE WHEN retry_at > now()
                    THEN (1000000 * extract(epoch FROM least(retry_at, now() + interval '87600 hours') - now()))::bigint
                    END AS retry
            FROM {schema}.access_tokens
            WHERE expires_at > now() AND ($1::uuid IS NULL OR client_id = $1)
                AND ($2::uuid IS NULL OR client_id > $2 OR client_id = $2 AND request_id COLLATE "C" > $3)
            ORDER BY client_id, request_id COLLATE "C"
            LIMIT $4) AS page
        """,
        RetrySafety.Read,
        static (parameters, page) =>
        {
            parameters.AddOptionalId(page.Client?.Value);
            parameters.AddOptionalId(page.After?.Client.Value);
            parameters.AddOptionalText(page.After?.RequestId);
            parameters.AddCount(PageSize);
        },
        static (row, _) => ReadPage(row!));

    /// <summary>Removes the rows of a client, or of all. Returns how many had not expired.</summary>
    public PreparedStatement<ClientKey?, long> Clear { get; } = new(
        $"""
        WITH removed AS (
            DELETE FROM {schema}.access_tokens WHERE $1::uuid IS NULL OR client_id = $1 RETURNING expires_at)
        SELECT count(*) FROM removed WHERE expires_at > now()
        """,
        RetrySafety.OnlyIfRolledBack,
        static (parameters, client) => parameters.AddOptionalId(client?.Value),
        static (row, _) => row!.GetInt64(0));

    private static AccessTokenLookup ReadLookup(NpgsqlDataReader row)
    {
        var client = new ClientKey(row.GetGuid(0));
        if (row.GetBoolean(1))
        {
            return new() { Outcome = AccessTokenOutcome.Leased, Client = client, IsRefresh = !row.IsDBNull(6) };
        }

        if (!row.IsDBNull(2) && row.GetBoolean(2))
        {
            return new()
            {
                Outcome = AccessTokenOutcome.Found,
                Client = client,
                Token = new StoredAccessToken
                {
                    ExpiresIn = TimeSpan.FromMicroseconds(row.GetInt64(5)),
                    TokenId = row.GetGuid(6),
                    Token = new StoredSecret(row.GetFieldValue<byte[]>(7), row.GetBoolean(8)),
                },
            };
        }

        var retry = row.IsDBNull(3) ? 0 : row.GetInt64(3);
        return retry > 0
            ? new() { Outcome = AccessTokenOutcome.Postponed, Client = client, RetryIn = TimeSpan.FromMicroseconds(retry) }
            : new()
            {
                Outcome = AccessTokenOutcome.LeasedByAnother,
                Client = client,
                RetryIn = row.IsDBNull(4) ? TimeSpan.Zero : TimeSpan.FromMicroseconds(Math.Max(0, row.GetInt64(4))),
            };
    }

    private static IReadOnlyList<AccessTokenSummary> ReadPage(NpgsqlDataReader row)
    {
        if (row.IsDBNull(0))
        {
            return [];
        }

        var requestIds = row.GetFieldValue<string[]>(1);
        var urls = row.GetFieldValue<string[]>(2);
        var scopes = row.GetFieldValue<string[]>(3);
        var areProtected = row.GetFieldValue<bool?[]>(4);
        var (ages, lives) = (row.GetFieldValue<long?[]>(5), row.GetFieldValue<long?[]>(6));
        var (leases, retries) = (row.GetFieldValue<long?[]>(7), row.GetFieldValue<long?[]>(8));
        return [.. row.GetFieldValue<Guid[]>(0).Select((client, i) => new AccessTokenSummary
        {
            Client = new(client),
            RequestId = requestIds[i],
            TokenUrl = urls[i],
            Scope = scopes[i],
            IsProtected = areProtected[i],
            Age = Time(ages[i]),
            ExpiresIn = Time(lives[i]),
            LeasedFor = leases[i] > 0 ? Time(leases[i]) : null,
            RetryIn = retries[i] > 0 ? Time(retries[i]) : null,
        })];
    }

    private static TimeSpan? Time(long? microseconds) => microseconds is { } time ? TimeSpan.FromMicroseconds(time) : null;
}
