using Lti.Storage.Sqlite.Internal.Connections;
using Microsoft.Data.Sqlite;

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
    /// <remarks>
    /// An index of users and one of deployments each need a given value. Without one the index of owners has all parts but the context.
    /// </remarks>
    public static IReadOnlyList<SessionSummary> ReadPage(
        PreparedConnection connection, (SessionFilter Filter, Guid? After, TimeProvider Clock, DateTimeOffset CallersNow) sought)
    {
        const string OfUser = """
            SELECT id, client_id, deployment_id, user_id, expires_at, number
            FROM sessions
            WHERE issuer = $1 AND substr(user_id, 1, 64) = substr($2, 1, 64) AND user_id = $2 AND id > $3
                AND ($4 IS NULL OR client_id = $4) AND ($5 IS NULL OR deployment_id = $5) AND ($6 IS NULL OR context_id = $6)
                AND expires_at > $7
            ORDER BY id
            LIMIT $8
            """;
        const string OfDeployment = """
            SELECT id, client_id, deployment_id, user_id, expires_at, number
            FROM sessions
            WHERE issuer = $1 AND $2 IS NULL AND deployment_id = $5 AND id > $3
                AND ($4 IS NULL OR client_id = $4) AND ($6 IS NULL OR context_id = $6)
                AND expires_at > $7
            ORDER BY id
            LIMIT $8
            """;
        const string OfIssuer = """
            SELECT id, client_id, deployment_id, user_id, expires_at, number
            FROM sessions
            WHERE issuer = $1 AND $2 IS NULL AND $5 IS NULL AND id > $3
                AND ($4 IS NULL OR client_id = $4) AND ($6 IS NULL OR context_id = $6)
                AND expires_at > $7
            ORDER BY id
            LIMIT $8
            """;
        var filter = sought.Filter;
        var now = sought.Clock.GetUtcNow().UtcTicks;
        using var rows = connection.Read(
            filter.UserId is not null ? OfUser : filter.DeploymentId is not null ? OfDeployment : OfIssuer,
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
            try
            {
                page.Add(ToSummary(rows, filter.Issuer, now, sought.CallersNow));
            }
            catch (Exception e) when (Unreadable.IsCause(e))
            {
                throw Unreadable.Numbered("sessions", rows, column: 5, e);
            }
        }

        return page;
    }

    private static SessionSummary ToSummary(SqliteDataReader row, string issuer, long now, DateTimeOffset callersNow) => new()
    {
        Id = row.GetId(0),
        Issuer = issuer,
        ClientId = row.GetText(1),
        DeploymentId = row.GetText(2),
        UserId = row.GetText(3),
        ExpiresAt = row.GetExpiry(4, now, callersNow),
    };
}
