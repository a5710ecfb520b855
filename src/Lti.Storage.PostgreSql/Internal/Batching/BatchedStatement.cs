using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Batching;

/// <summary>A prepared statement in two forms, for one call and for a batch of calls.</summary>
/// <remarks>
/// <para>A batch sends its arguments as arrays. Each row of the answer has the place of its call.</para>
/// <para>
/// The batched text reads the arrays with <c>LIMIT cardinality($1)</c>, which removes no row. It makes the planner expect one row and
/// plan as for a single call. Otherwise it expects ten rows, reads a small table whole, and keeps that plan when the table has grown.
/// </para>
/// <para>
/// Documents are taken out of their array where they are stored, as in <c>($3::text[])[place]</c>. A column of documents would be copied
/// by every join and sort, and parsed for calls that store nothing.
/// </para>
/// </remarks>
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
