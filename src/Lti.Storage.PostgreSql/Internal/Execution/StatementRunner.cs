using System.Runtime.CompilerServices;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>Sends the hot statements: each in one round trip, repeated only as far as contract rule F1 lets it.</summary>
/// <remarks>
/// What waits is taken from a pool, so it must be awaited, once. A caller of the library may do otherwise, and gets a <see cref="ValueTask"/> of an
/// ordinary method's.
/// </remarks>
internal sealed class StatementRunner(ConnectionPool pool, RetryPolicy retries, CommandDeadline deadline)
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TResult> RunAsync<TArguments, TResult>(
        PreparedStatement<TArguments, TResult> statement, TArguments arguments, CancellationToken cancellationToken, int attempt = 1)
    {
        for (; ; attempt++)
        {
            var connection = await pool.OpenAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await using (connection.ConfigureAwait(false))
                {
                    return await ExecuteAsync(statement, arguments, connection).ConfigureAwait(false);
                }
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation && statement.Conflict is not null)
            {
                throw statement.Conflict(arguments);
            }
            catch (Exception e) when (Failure.AfterSending(e) is { } failure)
            {
                await retries.RequireAnotherAsync(failure, statement.RetrySafety, attempt).ConfigureAwait(false);
            }
        }
    }

    // No token: what was sent runs to its end, bounded by the command time-out. (Npgsql cancels over a second connection, and may break the first.)
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TResult> ExecuteAsync<TArguments, TResult>(
        PreparedStatement<TArguments, TResult> statement, TArguments arguments, NpgsqlConnection connection)
    {
        var command = new NpgsqlCommand(statement.Sql, connection) { CommandTimeout = deadline.Seconds };
        var start = CommandDeadline.Start();
        await using (command.ConfigureAwait(false))
        {
            statement.Bind(command.Parameters, arguments);
            var reader = await command.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var hasRow = await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false);
                var result = statement.Read(hasRow ? reader : null, arguments);

                // The row comes before the commit. Only the end of the answer says that it is committed, and has to come in time.
                await reader.NextResultAsync(CancellationToken.None).ConfigureAwait(false);
                deadline.Require(start);
                return result;
            }
        }
    }
}
