using Lti.Storage.PostgreSql.Internal.Execution;

namespace Lti.Storage.PostgreSql.Internal.Cleanup;

/// <summary>Reads the age of the oldest expired row from the indexes that cleanups use.</summary>
/// <param name="schema">The quoted name of the schema.</param>
internal sealed class BacklogStatement(string schema)
{
    // An expiry of minus infinity counts as ten years old.
    public PreparedStatement<ValueTuple, TimeSpan> Age { get; } = new(
        $"""
        SELECT (1000000 * least(315360000, greatest(0, extract(epoch FROM now()) - extract(epoch FROM least(
            (SELECT min(expires_at) FROM {schema}.nonces),
            (SELECT min(expires_at) FROM {schema}.sessions),
            (SELECT min(expires_at) FROM {schema}.registration_sessions),
            (SELECT min(expires_at) FROM {schema}.access_tokens),
            (SELECT min(expires_at) FROM {schema}.platform_key_sets))))))::bigint
        """,
        RetrySafety.Read,
        static (_, _) => { },
        static (row, _) => TimeSpan.FromMicroseconds(row!.GetInt64(0)));
}
