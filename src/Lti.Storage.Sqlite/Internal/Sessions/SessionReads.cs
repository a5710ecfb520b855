using Lti.Storage.Sqlite.Internal.Connections;

namespace Lti.Storage.Sqlite.Internal.Sessions;

/// <summary>Finds and lists sessions (rules S1, S2 and S4).</summary>
internal static class SessionReads
{
    public static LtiSession? Find(PreparedConnection connection, (Guid Id, TimeProvider Clock, DateTimeOffset CallersNow) sought)
    {
        const string Sql = "SELECT document, expires_at FROM sessions WHERE id = $1 AND expires_at > $2";
        var now = sought.Clock.GetUtcNow().UtcTicks;
        using var row = connection.Read(Sql, sought.Id.ToBlob(), now);
        return row.Read()
            ? LtiSession.FromDocument(sought.Id, row.GetBlob(0), row.GetExpiry(1, now, sought.CallersNow))
            : null;
    }

    /// <summary>Reads a page of the unexpired sessions that a filter selects, in the order of their ids.</summary>
    /// <remarks>The index on users needs a given user. Without one the index on owners has all parts but the context.</remarks>
    public static IReadOnlyList<SessionSummary> ReadPage(
        PreparedConnection connection, (SessionFilter Filter, Guid? After, TimeProvider Clock, DateTimeOffset CallersNow) sought)
    {
        const string OfUser = """
            SELECT id, client_id, deployment_id, user_id, expires_at
            FROM sessions
            WHERE issuer = $1 AND substr(user_id, 1, 64) = substr($2, 1, 64) AND user_id = $2 AND id > $3
                AND ($4 IS NULL OR client_id = $4) AND ($5 IS NULL OR deployment_id = $5) AND ($6 IS NULL OR context_id = $6)
                AND expires_at > $7
            ORDER BY id
            LIMIT $8
            """;
        const string OfAnyUser = """
            SELECT id, client_id, deployment_id, user_id, expires_at
            FROM sessions
            WHERE issuer = $1 AND $2 IS NULL AND id > $3
                AND ($4 IS NULL OR client_id = $4) AND ($5 IS NULL OR deployment_id = $5) AND ($6 IS NULL OR context_id = $6)
                AND expires_at > $7
            ORDER BY id
            LIMIT $8
            """;
        var filter = sought.Filter;
        var now = sought.Clock.GetUtcNow().UtcTicks;
        using var rows = connection.Read(
            filter.UserId is null ? OfAnyUser : OfUser,
            filter.Issuer,
            filter.UserId,
            sought.After.ToCursor(),
            filter.ClientId,
            filter.DeploymentId,
            filter.ContextId,
            now,
            SqliteLtiStorage.PageSize);
        List<SessionSummary> page = [];
        while (rows.Read())
        {
            page.Add(new SessionSummary
            {
                Id = rows.GetId(0),
                Issuer = filter.Issuer,
                ClientId = rows.GetText(1),
                DeploymentId = rows.GetText(2),
                UserId = rows.GetText(3),
                ExpiresAt = rows.GetExpiry(4, now, sought.CallersNow),
            });
        }

        return page;
    }
}
