using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Nonces;

/// <summary>Rules N1 to N5 in one statement each. <see cref="BatchedNonceStatements"/> has those for many calls.</summary>
/// <param name="schema">The quoted name of the schema.</param>
internal sealed class NonceStatements(string schema)
{
    /// <summary>True if the nonce was absent or expired, and is stored now.</summary>
    public PreparedStatement<(string Nonce, TimeSpan Lifetime), bool> Store { get; } = new(
        $"{StoreRows(schema, $"VALUES ($1, {Sql.Expiry("$2")})")} RETURNING true",
        RetrySafety.OnlyIfRolledBack,
        BindNew,
        static (row, _) => row is not null);

    /// <summary>True if the nonce was absent or expired, and is stored as used now.</summary>
    public PreparedStatement<(string Nonce, TimeSpan Lifetime), bool> Claim { get; } = new(
        $"{ClaimRows(schema, $"VALUES ($1, {Sql.Expiry("$2")}, now())")} RETURNING {Sql.Durably}",
        RetrySafety.OnlyIfRolledBack,
        BindNew,
        static (row, _) => row is not null);

    public PreparedStatement<string, NonceOutcome> Consume { get; } = new(
        $"""
        WITH used AS ({Use(schema)})
        {Outcome(schema)}
        """,
        RetrySafety.OnlyIfRolledBack,
        static (parameters, nonce) => parameters.AddText(nonce),
        static (row, _) => ReadOutcome(row));

    /// <summary>Stores rows of a nonce and its expiry, where it is absent or expired.</summary>
    public static string StoreRows(string schema, string rows) => $"""
        INSERT INTO {schema}.nonces AS stored (nonce, expires_at)
        {rows}
        ON CONFLICT (nonce) DO UPDATE SET expires_at = excluded.expires_at, used_at = NULL WHERE stored.expires_at <= now()
        """;

    /// <summary>Stores rows of a nonce, its expiry and the time of its use, where it is absent or expired.</summary>
    public static string ClaimRows(string schema, string rows) => $"""
        INSERT INTO {schema}.nonces AS stored (nonce, expires_at, used_at)
        {rows}
        ON CONFLICT (nonce) DO UPDATE SET expires_at = excluded.expires_at, used_at = excluded.used_at WHERE stored.expires_at <= now()
        """;

    /// <summary>Uses the nonce $1 up if it can be. Of those who come at once, all but one wait here, and find it used.</summary>
    public static string Use(string schema) => $"""
        UPDATE {schema}.nonces SET used_at = now()
        WHERE nonce = $1 AND {IsUsable}
        RETURNING {Sql.Durably}
        """;

    /// <summary>The condition that a nonce can still be used up.</summary>
    public const string IsUsable = "used_at IS NULL AND expires_at > now()";

    /// <summary>The outcome, where the common table <c>used</c> is <see cref="Use"/>.</summary>
    public static string Outcome(string schema) => $"""
        SELECT {OutcomeOf("EXISTS (SELECT FROM used)")}
        FROM (SELECT) AS one LEFT JOIN {schema}.nonces AS stored ON stored.nonce = $1
        """;

    /// <summary>
    /// The outcome for a nonce whose row, if any, is <c>stored</c>. The look at the row may be older than another's commit: one that is unexpired
    /// there, and was not used up here, was used up by another.
    /// </summary>
    public static string OutcomeOf(string isUsed) => $"""
        CASE
            WHEN {isUsed} THEN {NonceOutcome.Consumed:D}
            WHEN stored.expires_at <= now() THEN {NonceOutcome.Expired:D}
            WHEN stored.nonce IS NOT NULL THEN {NonceOutcome.AlreadyUsed:D}
            ELSE {NonceOutcome.Unknown:D}
        END
        """;

    public static NonceOutcome ReadOutcome(NpgsqlDataReader? row) => (NonceOutcome)row!.GetInt32(0);

    private static void BindNew(NpgsqlParameterCollection parameters, (string Nonce, TimeSpan Lifetime) stored)
    {
        parameters.AddText(stored.Nonce);
        parameters.AddLifetime(stored.Lifetime);
    }
}
