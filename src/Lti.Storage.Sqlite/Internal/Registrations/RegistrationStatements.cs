using Lti.Storage.Sqlite.Internal.Connections;
using Lti.Storage.Sqlite.Internal.Writing;

namespace Lti.Storage.Sqlite.Internal.Registrations;

/// <summary>Saves, finds, consumes and deletes registration sessions (rules R1 to R4).</summary>
internal static class RegistrationStatements
{
    public static void Save(WriteTransaction transaction, LtiRegistrationSession session, TimeSpan lifetime)
    {
        const string Sql = """
            INSERT INTO registration_sessions (id, expires_at, document) VALUES ($1, $2, $3)
            ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at, document = excluded.document
            """;
        transaction.Connection.Execute(Sql, session.Id.ToBlob(), transaction.After(lifetime), session.Utf8Document.ToBlob());
    }

    public static LtiRegistrationSession? Find(
        PreparedConnection connection, (Guid Id, TimeProvider Clock, DateTimeOffset CallersNow) sought)
    {
        const string Sql = "SELECT document, expires_at FROM registration_sessions WHERE id = $1 AND expires_at > $2";
        var now = sought.Clock.GetUtcNow().UtcTicks;
        using var row = connection.Read(Sql, sought.Id.ToBlob(), now);
        return row.Read()
            ? LtiRegistrationSession.FromDocument(sought.Id, row.GetBlob(0), row.GetExpiry(1, now, sought.CallersNow))
            : null;
    }

    /// <summary>Removes a registration session, expired or not. Returns it unless it had expired.</summary>
    public static LtiRegistrationSession? Remove(WriteTransaction transaction, Guid id, DateTimeOffset callersNow)
    {
        const string Sql = "DELETE FROM registration_sessions WHERE id = $1 RETURNING document, expires_at";
        using var row = transaction.Connection.Read(Sql, id.ToBlob());
        return row.Read() && row.GetInt64(1) > transaction.Ticks
            ? LtiRegistrationSession.FromDocument(id, row.GetBlob(0), row.GetExpiry(1, transaction.Ticks, callersNow))
            : null;
    }
}
