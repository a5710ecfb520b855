using System.Runtime.CompilerServices;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>Runs prepared statements, each in one round trip.</summary>
internal sealed class StatementRunner(CallRunner calls, WriteGuard guard)
{
    /// <inheritdoc cref="CallRunner.RunAsync"/>
    public ValueTask<TResult> RunAsync<TArguments, TResult>(
        PreparedStatement<TArguments, TResult> statement,
        TArguments arguments,
        CancellationToken cancellationToken,
        Failure? earlier = null)
        => calls.RunAsync<Attempt<TArguments, TResult>, TResult>(
            new(statement, arguments, guard.Alone), statement.Safety, cancellationToken, earlier);

    private readonly struct Attempt<TArguments, TResult>(
        PreparedStatement<TArguments, TResult> statement, TArguments arguments, string settings) : IAttempt<TResult>
    {
        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        public async ValueTask<TResult> SendAsync(NpgsqlConnection connection, RunningDeadline deadline, CancellationToken closing)
        {
            try
            {
                var reader = await WriteGuard.ExecuteAsync(
                    connection,
                    settings,
                    statement.Sql,
                    statement.Safety,
                    statement.Bind,
                    arguments,
                    deadline,
                    closing).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    var hasRow = await reader.ReadAsync(closing).ConfigureAwait(false);
                    var result = statement.Read(hasRow ? reader : null, arguments);
                    await CommitAnswer.ReadAsync(reader, connection, deadline, closing).ConfigureAwait(false);
                    return result;
                }
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation && statement.Conflict is not null)
            {
                throw statement.Conflict(arguments);
            }
        }
    }
}
