using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>A prepared statement of one round trip.</summary>
/// <remarks>Npgsql sends it without linq2db, which would build its text for each call.</remarks>
/// <param name="Sql">The text, with positional parameters.</param>
/// <param name="Safety">When a retry is allowed.</param>
/// <param name="Bind">Adds the parameters in their order.</param>
/// <param name="Read">Reads the answer from the only row, or from null if there is none.</param>
/// <param name="Conflict">Creates the exception for a key that is taken (23505). Null if the statement handles it.</param>
/// <typeparam name="TArguments">The arguments of a call.</typeparam>
/// <typeparam name="TResult">The answer of a call.</typeparam>
internal sealed record PreparedStatement<TArguments, TResult>(
    string Sql,
    RetrySafety Safety,
    Action<NpgsqlParameterCollection, TArguments> Bind,
    Func<NpgsqlDataReader?, TArguments, TResult> Read,
    Func<TArguments, LtiConflictException>? Conflict = null);
