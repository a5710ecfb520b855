using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>
/// A prepared statement of one round trip, sent by Npgsql alone (LINQ would build its text for each call).
/// </summary>
/// <param name="Sql">The text, with positional parameters.</param>
/// <param name="Safety">When it may be sent again.</param>
/// <param name="Bind">Adds the parameters, in their order.</param>
/// <param name="Read">Reads the answer from the only row, or from null where there is none.</param>
/// <param name="Conflict">What to throw where a key is taken (23505), or null where the statement itself sees to that.</param>
/// <typeparam name="TArguments">What the call is given.</typeparam>
/// <typeparam name="TResult">What it answers.</typeparam>
internal sealed record PreparedStatement<TArguments, TResult>(
    string Sql,
    RetrySafety Safety,
    Action<NpgsqlParameterCollection, TArguments> Bind,
    Func<NpgsqlDataReader?, TArguments, TResult> Read,
    Func<TArguments, LtiConflictException>? Conflict = null);
