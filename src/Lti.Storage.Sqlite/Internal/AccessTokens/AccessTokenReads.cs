using Lti.Storage.Sqlite.Internal.Connections;
using Microsoft.Data.Sqlite;

namespace Lti.Storage.Sqlite.Internal.AccessTokens;

/// <summary>Finds and lists access tokens.</summary>
internal static class AccessTokenReads
{
    /// <summary>The most rows of a page.</summary>
    public const int PageSize = 100;

    /// <summary>Reads the state of a request. The outcome <see cref="AccessTokenOutcome.Leased"/> means that the lease is free.</summary>
    /// <exception cref="LtiNotFoundException">There is no such client.</exception>
    public static AccessTokenLookup Find(
        PreparedConnection connection, AccessTokenRequest request, Guid leaseId, TimeSpan leeway, long now)
    {
        const string Sql = """
            SELECT id, lease_id, leased_until, retry_at, token_id, token, is_protected, token_until
            FROM clients
            LEFT JOIN access_tokens ON client_key = id AND request_id = $3
            WHERE issuer = $1 AND client_id = $2
            """;
        using var row = connection.Read(Sql, request.Issuer, request.ClientId, request.Id);
        if (!row.Read())
        {
            throw LtiNotFoundException.ForClient(request.Issuer, request.ClientId);
        }

        try
        {
            return Convert(row, leaseId, leeway, now);
        }
        catch (Exception e) when (Unreadable.IsCause(e))
        {
            throw InTokens(row, e);
        }
    }

    /// <summary>Reads the page of rows after one.</summary>
    public static IReadOnlyList<AccessTokenSummary> ReadPage(
        PreparedConnection connection, (ClientKey? Client, AccessTokenSummary? After, TimeProvider Clock) page)
    {
        const string Sql = """
            SELECT client_key, request_id, token_url, scope, stored_at, token_until, is_protected, leased_until, retry_at
            FROM access_tokens
            WHERE expires_at > $4 AND ($1 IS NULL OR client_key = $1)
                AND ($2 IS NULL OR client_key > $2 OR (client_key = $2 AND request_id > $3))
            ORDER BY client_key, request_id
            LIMIT $5
            """;
        var now = page.Clock.GetUtcNow().UtcTicks;
        List<AccessTokenSummary> rows = [];
        using var row = connection.Read(
            Sql, page.Client?.Value.ToBlob(), page.After?.Client.Value.ToBlob(), page.After?.RequestId, now, PageSize);
        while (row.Read())
        {
            try
            {
                rows.Add(ToSummary(row, now));
            }
            catch (Exception e) when (Unreadable.IsCause(e))
            {
                throw InTokens(row, e);
            }
        }

        return rows;
    }

    private static AccessTokenLookup Convert(SqliteDataReader row, Guid leaseId, TimeSpan leeway, long now)
    {
        var client = new ClientKey(row.GetId(0));
        if (!row.IsDBNull(7) && row.GetInt64(7) > now + leeway.Ticks)
        {
            return new()
            {
                Outcome = AccessTokenOutcome.Found,
                Client = client,
                Token = new StoredAccessToken
                {
                    TokenId = row.GetId(4),
                    Token = new StoredSecret(row.GetBlob(5), row.GetBoolean(6)),
                    ExpiresIn = TimeSpan.FromTicks(Math.Min(row.GetInt64(7) - now, LtiLimits.MaxLifetime.Ticks)),
                },
            };
        }

        if (Rest(row, 3, now) is { } retry)
        {
            return new() { Outcome = AccessTokenOutcome.Postponed, Client = client, RetryIn = retry };
        }

        return Rest(row, 2, now) is { } leased && row.GetId(1) != leaseId
            ? new() { Outcome = AccessTokenOutcome.LeasedByAnother, Client = client, RetryIn = leased }
            : new() { Outcome = AccessTokenOutcome.Leased, Client = client, IsRefresh = !row.IsDBNull(4) };
    }

    private static AccessTokenSummary ToSummary(SqliteDataReader row, long now) => new()
    {
        Client = new(row.GetId(0)),
        RequestId = row.GetString(1),
        TokenUrl = row.GetString(2),
        Scope = row.GetString(3),
        Age = row.IsDBNull(4) ? null : TimeSpan.FromTicks(Math.Max(0, now - row.GetTime(4))),
        ExpiresIn = row.IsDBNull(5) ? null : TimeSpan.FromTicks(Math.Min(Math.Max(row.GetInt64(5), 0) - now, LtiLimits.MaxLifetime.Ticks)),
        IsProtected = row.IsDBNull(6) ? null : row.GetBoolean(6),
        LeasedFor = Rest(row, 7, now),
        RetryIn = Rest(row, 8, now),
    };

    private static UnreadableRowException InTokens(SqliteDataReader row, Exception cause)
        => Unreadable.WithId("access_tokens", row, column: 0, cause, name: "client_key");

    /// <summary>The time until a column's instant. Null if it has passed or there is none.</summary>
    private static TimeSpan? Rest(SqliteDataReader row, int column, long now)
        => !row.IsDBNull(column) && row.GetInt64(column) is var until && until > now
            ? TimeSpan.FromTicks(Math.Min(until - now, LtiLimits.MaxLifetime.Ticks))
            : null;
}
