using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Nonces;

/// <summary>
/// Rules N1 to N5 for many calls at once. Rows are locked in the order of the nonces, so that two such statements wait for each other in one direction
/// only.
/// </summary>
/// <param name="schema">The quoted name of the schema.</param>
/// <param name="single">The statements of one call.</param>
internal sealed class BatchedNonceStatements(string schema, NonceStatements single)
{
    public BatchedStatement<(string Nonce, TimeSpan Lifetime), bool> Store { get; } = new(
        "StoreNonce",
        single.Store,
        $"""
        {NonceStatements.StoreRows(schema, Firsts(Sql.Expiry("lifetime")))}
        RETURNING true, {Place}
        """,
        BindNew);

    public BatchedStatement<(string Nonce, TimeSpan Lifetime), bool> Claim { get; } = new(
        "ClaimNonce",
        single.Claim,
        $"""
        {NonceStatements.ClaimRows(schema, Firsts($"{Sql.Expiry("lifetime")}, now()"))}
        RETURNING {Sql.Durably}, {Place}
        """,
        BindNew);

    public BatchedStatement<string, NonceOutcome> Consume { get; } = new(
        "ConsumeNonce",
        single.Consume,
        $"""
        WITH member AS (SELECT * FROM {BatchRows.From("nonce text")}),
        {Use(schema)}
        {Outcome(schema)}
        """,
        static (parameters, nonces) => parameters.AddTexts(nonces, static nonce => nonce));

    // The first of those who bring the same nonce stores it, and the others find it stored.
    private const string Place = "array_position($1, stored.nonce::text)";

    /// <summary>
    /// The common tables <c>usable</c> and <c>used</c> for those of the common table <c>member</c>. Of several members with one nonce, one uses it up:
    /// a row is updated once, and tells for whom.
    /// </summary>
    /// <param name="schema">The quoted name of the schema.</param>
    /// <param name="columns">Further columns of <c>member</c> that <c>used</c> shall have.</param>
    public static string Use(string schema, params string[] columns) => $"""
        usable AS (
            SELECT stored.nonce, {string.Join(", ", columns.Prepend("place").Select(column => $"member.{column}"))}
            FROM member JOIN {schema}.nonces AS stored ON stored.nonce = member.nonce
            WHERE {Unestimated(NonceStatements.IsUsable)}
            ORDER BY stored.nonce COLLATE "C"
            FOR UPDATE OF stored),
        used AS (
            UPDATE {schema}.nonces AS stored SET used_at = now() FROM usable
            WHERE stored.nonce = usable.nonce
            RETURNING {string.Join(", ", columns.Prepend("place").Select(column => $"usable.{column}"))}, {Sql.Durably})
        """;

    /// <summary>The outcome for each member.</summary>
    public static string Outcome(string schema) => $"""
        SELECT {NonceStatements.OutcomeOf("member.place IN (SELECT place FROM used)")}, member.place::int
        FROM member LEFT JOIN {schema}.nonces AS stored ON stored.nonce = member.nonce
        """;

    // Of a table that was never analysed the planner thinks that hardly a row is unused, and would sooner read it whole than look one up; and it keeps
    // that plan while the first launches of a new installation fill the table. What a CASE answers it does not guess: it takes half of the rows.
    private static string Unestimated(string condition) => $"CASE WHEN {condition} THEN true END";

    private static string Firsts(string values) => $"""
        SELECT DISTINCT ON (nonce COLLATE "C") nonce, {values} FROM {BatchRows.From("nonce text", "lifetime bigint")}
        ORDER BY nonce COLLATE "C", place
        """;

    private static void BindNew(NpgsqlParameterCollection parameters, IReadOnlyList<(string Nonce, TimeSpan Lifetime)> stored)
    {
        parameters.AddTexts(stored, static one => one.Nonce);
        parameters.AddLifetimes(stored, static one => one.Lifetime);
    }
}
