using Lti.Storage.Sqlite.Internal.Connections;
using Lti.Storage.Sqlite.Internal.Writing;

namespace Lti.Storage.Sqlite.Internal.Logins;

/// <summary>Begins and finds logins (rules G1 and G2). A login and its nonce are one row.</summary>
internal static class LoginStatements
{
    /// <summary>Stores a login and its nonce. An expired login or nonce counts as absent.</summary>
    public static void Begin(WriteTransaction transaction, LtiLogin login, byte[] document, TimeSpan lifetime)
    {
        const string NonceIsTaken = "SELECT 1 FROM nonces WHERE nonce = $1 AND expires_at > $2";
        const string StateIsTaken = "SELECT 1 FROM nonces WHERE state = $1 AND expires_at > $2";
        const string FreeState = "UPDATE nonces SET state = NULL, login = NULL WHERE state = $1";
        const string Store = """
            INSERT INTO nonces (nonce, expires_at, is_used, state, login) VALUES ($1, $2, 0, $3, $4)
            ON CONFLICT (nonce) DO UPDATE
                SET expires_at = excluded.expires_at, is_used = 0, state = excluded.state, login = excluded.login
            """;
        var connection = transaction.Connection;
        if (connection.ReadNumber(NonceIsTaken, login.Nonce, transaction.Ticks) is not null)
        {
            throw LtiConflictException.ForNonce();
        }

        if (connection.ReadNumber(StateIsTaken, login.State, transaction.Ticks) is not null)
        {
            throw LtiConflictException.ForLogin();
        }

        // An expired login gives its state up. Its nonce stays until a cleanup.
        connection.Execute(FreeState, login.State);
        connection.Execute(Store, login.Nonce, transaction.After(lifetime), login.State, document);
    }

    /// <summary>Finds an unexpired, unused login.</summary>
    public static LtiLogin? Find(PreparedConnection connection, (string State, TimeProvider Clock, DateTimeOffset CallersNow) sought)
    {
        const string Sql = """
            SELECT nonce, login, expires_at
            FROM nonces
            WHERE state = $1 AND is_used = 0 AND expires_at > $2 AND login IS NOT NULL
            """;
        var now = sought.Clock.GetUtcNow().UtcTicks;
        using var row = connection.Read(Sql, sought.State, now);
        if (!row.Read())
        {
            return null;
        }

        try
        {
            return LtiLogin.FromDocument(sought.State, row.GetString(0), row.GetBlob(1), row.GetExpiry(2, now, sought.CallersNow));
        }
        catch (Exception e) when (Unreadable.IsCause(e))
        {
            throw Unreadable.In("nonces", e);
        }
    }
}
