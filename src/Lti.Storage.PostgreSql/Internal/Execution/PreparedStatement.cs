using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>
/// A statement that launches wait for: one round trip, prepared, by Npgsql alone (LINQ would build its text anew each time).
/// </summary>
/// <param name="Sql">The text, with positional parameters.</param>
/// <param name="RetrySafety">When it may be sent again.</param>
/// <param name="Bind">Adds the parameters, in their order.</param>
/// <param name="Read">Reads the answer from the only row, or from null where there is none.</param>
/// <param name="Conflict">What to throw where a key is taken (23505), or null where the statement itself sees to that.</param>
/// <typeparam name="TArguments">What the call is given.</typeparam>
/// <typeparam name="TResult">What it answers.</typeparam>
internal sealed record PreparedStatement<TArguments, TResult>(
    string Sql,
    RetrySafety RetrySafety,
    Action<NpgsqlParameterCollection, TArguments> Bind,
    Func<NpgsqlDataReader?, TArguments, TResult> Read,
    Func<TArguments, LtiConflictException>? Conflict = null);
