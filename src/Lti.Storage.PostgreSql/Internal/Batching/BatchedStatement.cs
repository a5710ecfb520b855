using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Batching;

/// <summary>A prepared statement for many calls. Their arguments travel as arrays, and each row of the answer has the place of its call.</summary>
/// <param name="Operation">The operation's name in metrics.</param>
/// <param name="Single">The statement of one call. It also reads the call's row of a batch, or null if there is none.</param>
/// <param name="Sql">The text. Its columns are those of the single statement and then the place of the call, from 1 on.</param>
/// <param name="Bind">Adds the parameters in their order, each an array.</param>
/// <param name="Size">The size of a call's document in bytes, or null without documents.</param>
/// <typeparam name="TArguments">The arguments of a call.</typeparam>
/// <typeparam name="TResult">The answer of a call.</typeparam>
internal sealed record BatchedStatement<TArguments, TResult>(
    string Operation,
    PreparedStatement<TArguments, TResult> Single,
    string Sql,
    Action<NpgsqlParameterCollection, IReadOnlyList<TArguments>> Bind,
    Func<TArguments, int>? Size = null);
