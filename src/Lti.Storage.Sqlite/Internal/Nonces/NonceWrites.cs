using Lti.Storage.Sqlite.Internal.Writing;

namespace Lti.Storage.Sqlite.Internal.Nonces;

/// <summary>Stores, claims and consumes nonces (rules N1 to N5).</summary>
internal static class NonceWrites
{
    /// <summary>Stores a nonce without a login. False if an unexpired one has its value.</summary>
    public static bool TryStore(WriteTransaction transaction, string nonce, bool isUsed, TimeSpan lifetime)
    {
        const string Sql = """
            INSERT INTO nonces (nonce, expires_at, is_used) VALUES ($1, $2, $3)
            ON CONFLICT (nonce) DO UPDATE
                SET expires_at = excluded.expires_at, is_used = excluded.is_used, state = NULL, login = NULL
                WHERE nonces.expires_at <= $4
            """;
        return transaction.Connection.Execute(Sql, nonce, transaction.After(lifetime), isUsed ? 1L : 0L, transaction.Ticks) > 0;
    }

    /// <summary>Finds out what consuming a nonce would answer.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="nonce">The nonce.</param>
    /// <param name="state">The state of the nonce's login. Null accepts a nonce with any login or none.</param>
    public static NonceOutcome Look(WriteTransaction transaction, string nonce, string? state)
    {
        const string Sql = """
            SELECT CASE WHEN expires_at <= $3 THEN $4 WHEN is_used THEN $5 ELSE $6 END
            FROM nonces
            WHERE nonce = $1 AND ($2 IS NULL OR state = $2)
            """;
        return (NonceOutcome)(transaction.Connection.ReadNumber(
            Sql,
            nonce,
            state,
            transaction.Ticks,
            (long)NonceOutcome.Expired,
            (long)NonceOutcome.AlreadyUsed,
            (long)NonceOutcome.Consumed) ?? (long)NonceOutcome.Unknown);
    }

    /// <summary>Consumes a nonce, and its login if it has one.</summary>
    public static NonceOutcome Consume(WriteTransaction transaction, string nonce)
    {
        var outcome = Look(transaction, nonce, state: null);
        if (outcome == NonceOutcome.Consumed)
        {
            Use(transaction, nonce);
        }

        return outcome;
    }

    /// <summary>Marks a nonce as used that <see cref="Look"/> has found acceptable.</summary>
    public static void Use(WriteTransaction transaction, string nonce)
        => transaction.Connection.Execute("UPDATE nonces SET is_used = 1 WHERE nonce = $1", nonce);
}
