using Lti.Storage.Sqlite.Internal.Connections;
using Lti.Storage.Sqlite.Internal.Writing;

namespace Lti.Storage.Sqlite.Internal.AccessTokens;

/// <summary>Leases, stores, releases, invalidates and clears access tokens (rules A1 to A5).</summary>
internal static class AccessTokenWrites
{
    /// <summary>Takes the lease unless the state of the row forbids it, which is read in the same transaction.</summary>
    /// <exception cref="LtiNotFoundException">There is no such client.</exception>
    public static AccessTokenLookup Lease(
        WriteTransaction transaction, AccessTokenRequest request, Guid leaseId, TimeSpan leeway, TimeSpan leaseFor)
    {
        const string Sql = """
            INSERT INTO access_tokens (client_key, request_id, token_url, scope, expires_at, lease_id, leased_until)
            VALUES ($1, $2, $3, $4, $5, $6, $5)
            ON CONFLICT (client_key, request_id) DO UPDATE
            SET expires_at = max(coalesce(token_until, 0), $5), lease_id = $6, leased_until = $5
            """;
        var found = AccessTokenReads.Find(transaction.Connection, request, leaseId, leeway, transaction.Ticks);
        if (found.Outcome == AccessTokenOutcome.Leased)
        {
            transaction.Connection.Execute(
                Sql,
                found.Client.Value.ToBlob(),
                request.Id,
                request.TokenUrl,
                request.Scope,
                transaction.After(leaseFor),
                leaseId.ToBlob());
        }

        return found;
    }

    public static bool Store(WriteTransaction transaction, AccessTokenRequest request, Guid leaseId, NewAccessToken token)
    {
        const string Sql = """
            UPDATE access_tokens
            SET expires_at = $7, lease_id = NULL, leased_until = NULL, retry_at = NULL, token_id = $3, token = $4, is_protected = $5,
                stored_at = $6, token_until = $7
            WHERE request_id = $1 AND lease_id = $2
                AND client_key = (SELECT id FROM clients WHERE issuer = $8 AND client_id = $9)
            """;
        return transaction.Connection.Execute(
            Sql,
            request.Id,
            leaseId.ToBlob(),
            token.TokenId.ToBlob(),
            token.Token.Bytes.ToBlob(),
            token.Token.IsProtected ? 1L : 0L,
            transaction.Ticks,
            transaction.After(token.Lifetime),
            request.Issuer,
            request.ClientId) > 0;
    }

    public static bool Release(WriteTransaction transaction, AccessTokenRequest request, Guid leaseId, TimeSpan retryAfter)
    {
        const string Sql = """
            UPDATE access_tokens
            SET expires_at = max(coalesce(token_until, 0), $4), lease_id = NULL, leased_until = NULL, retry_at = $3
            WHERE request_id = $1 AND lease_id = $2
                AND client_key = (SELECT id FROM clients WHERE issuer = $5 AND client_id = $6)
            """;
        return transaction.Connection.Execute(
            Sql,
            request.Id,
            leaseId.ToBlob(),
            retryAfter > TimeSpan.Zero ? transaction.After(retryAfter) : null,
            transaction.After(retryAfter),
            request.Issuer,
            request.ClientId) > 0;
    }

    public static bool Invalidate(WriteTransaction transaction, AccessTokenRequest request, Guid tokenId)
    {
        const string Read = """
            SELECT token_until
            FROM access_tokens
            WHERE request_id = $1 AND token_id = $2
                AND client_key = (SELECT id FROM clients WHERE issuer = $3 AND client_id = $4)
            """;
        const string Remove = """
            UPDATE access_tokens
            SET expires_at = max(coalesce(leased_until, 0), coalesce(retry_at, 0), $3), token_id = NULL, token = NULL, is_protected = NULL,
                stored_at = NULL, token_until = NULL
            WHERE request_id = $1 AND token_id = $2
            """;
        if (transaction.Connection.ReadNumber(Read, request.Id, tokenId.ToBlob(), request.Issuer, request.ClientId) is not { } until)
        {
            return false;
        }

        transaction.Connection.Execute(Remove, request.Id, tokenId.ToBlob(), transaction.Ticks);
        return until > transaction.Ticks;
    }

    public static long Clear(WriteTransaction transaction, ClientKey? client)
    {
        const string Count = "SELECT count(*) FROM access_tokens WHERE expires_at > $2 AND ($1 IS NULL OR client_key = $1)";
        const string Remove = "DELETE FROM access_tokens WHERE $1 IS NULL OR client_key = $1";
        var key = client?.Value.ToBlob();
        var removed = transaction.Connection.ReadNumber(Count, key, transaction.Ticks) ?? 0;
        transaction.Connection.Execute(Remove, key);
        return removed;
    }
}
