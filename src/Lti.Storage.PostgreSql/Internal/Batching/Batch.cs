using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Batching;

/// <summary>Calls that are sent in one statement.</summary>
internal sealed class Batch<TArguments, TResult>(
    BatchedStatement<TArguments, TResult> statement, AnsweredCallers callers, BatchMetrics metrics)
{
    public BatchedStatement<TArguments, TResult> Statement => statement;

    public List<QueuedCall<TArguments, TResult>> Calls { get; private set; } = [];

    /// <summary>Whether the statement may have been sent.</summary>
    public bool IsBound { get; private set; }

    public void Take(CallQueue<TArguments, TResult> queue) => Calls = queue.Take();

    /// <summary>Sends the statement and completes every call with its row.</summary>
    public async Task SendAsync(NpgsqlConnection connection, string settings, RunningDeadline deadline, CancellationToken closing)
    {
        var answers = new CallResult<TResult>?[Calls.Count];
        var reader = await WriteGuard.ExecuteAsync(
            connection, settings, statement.Sql, statement.Single.Safety, Bind, this, deadline, closing).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(closing).ConfigureAwait(false))
            {
                var place = reader.GetInt32(reader.FieldCount - 1) - 1;
                answers[place] = Answer(reader, place);
            }

            await CommitAnswer.ReadAsync(reader, connection, deadline, closing).ConfigureAwait(false);
        }

        for (var place = 0; place < Calls.Count; place++)
        {
            answers[place] ??= Answer(row: null, place);
        }

        // From here on nothing throws, so each of these callers continues.
        callers.Answer(Calls.Count);
        for (var place = 0; place < Calls.Count; place++)
        {
            Calls[place].TrySetResult(answers[place]!.Value);
        }
    }

    private static void Bind(NpgsqlParameterCollection parameters, Batch<TArguments, TResult> batch)
    {
        batch.Statement.Bind(parameters, batch.Calls.ConvertAll(static call => call.Arguments));
        batch.BecomeBound();
    }

    private void BecomeBound()
    {
        IsBound = true;
        metrics.Sent(Calls, statement.Operation);
    }

    private CallResult<TResult> Answer(NpgsqlDataReader? row, int place)
        => new(CallResultKind.Answered, statement.Single.Read(row, Calls[place].Arguments));
}
