using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Batching;

/// <summary>A hot statement for many calls at once, its members: what they are given travels as arrays, and each row of the answer says whose it is.</summary>
/// <param name="Operation">The operation's name in metrics.</param>
/// <param name="Single">The statement of a call on its own. It reads its answer here from the member's row, or from null where that has none.</param>
/// <param name="Sql">The text. Its columns are those of the single statement, and last the place of the member, from 1 on.</param>
/// <param name="Bind">Adds the parameters, an array each, in their order.</param>
/// <param name="Size">How many bytes a member's document has, or null where there is none.</param>
/// <typeparam name="TArguments">What a call is given.</typeparam>
/// <typeparam name="TResult">What it answers.</typeparam>
internal sealed record BatchedStatement<TArguments, TResult>(
    string Operation,
    PreparedStatement<TArguments, TResult> Single,
    string Sql,
    Action<NpgsqlParameterCollection, IReadOnlyList<TArguments>> Bind,
    Func<TArguments, int>? Size = null);
