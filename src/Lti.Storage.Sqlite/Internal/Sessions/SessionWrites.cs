using Lti.Storage.Sqlite.Internal.Connections;
using Lti.Storage.Sqlite.Internal.Writing;

namespace Lti.Storage.Sqlite.Internal.Sessions;

/// <summary>Adds, renews and deletes sessions by id (rules S1 and S3).</summary>
internal static class SessionWrites
{
    /// <exception cref="LtiConflictException">An unexpired session has the id. Nothing was changed.</exception>
    public static void RequireFree(WriteTransaction transaction, Guid id)
    {
        if (transaction.Connection.ReadNumber(
            "SELECT 1 FROM sessions WHERE id = $1 AND expires_at > $2", id.ToBlob(), transaction.Ticks) is not null)
        {
            throw LtiConflictException.ForSession(id);
        }
    }

    /// <summary>Adds a session whose id is known to be free. An expired session with the id is replaced.</summary>
    public static void Insert(WriteTransaction transaction, LtiSession session, SessionOwner owner, TimeSpan lifetime)
    {
        const string Sql = """
            INSERT OR REPLACE INTO sessions (id, expires_at, issuer, client_id, deployment_id, user_id, context_id, document)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """;
        transaction.Connection.Execute(
            Sql,
            session.Id.ToBlob(),
            transaction.After(lifetime),
            owner.Issuer,
            owner.ClientId,
            owner.DeploymentId,
            owner.UserId,
            owner.ContextId,
            session.Utf8Document.ToBlob());
    }

    /// <summary>Extends the lifetime of an unexpired session and never shortens it. False if there is none.</summary>
    public static bool Renew(WriteTransaction transaction, Guid id, TimeSpan lifetime)
    {
        const string Sql = "UPDATE sessions SET expires_at = max(expires_at, $2) WHERE id = $1 AND expires_at > $3";
        return transaction.Connection.Execute(Sql, id.ToBlob(), transaction.After(lifetime), transaction.Ticks) > 0;
    }

    /// <summary>Deletes a session, expired or not. True if it had not expired.</summary>
    public static bool Delete(WriteTransaction transaction, Guid id) => transaction.Connection.ReadNumber(
        "DELETE FROM sessions WHERE id = $1 RETURNING expires_at > $2", id.ToBlob(), transaction.Ticks) == 1;
}
