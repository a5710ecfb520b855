using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Batching;

/// <summary>Sends batches. Each call gets its answer, its failure or a retry of its own.</summary>
internal sealed class BatchRunner(
    ConnectionPool pool, RetryPolicy retries, CommandDeadline deadline, WriteGuard guard, AnsweredCallers callers, BatchMetrics metrics)
{
    /// <summary>Waits for a connection, then takes calls from the queue and completes each of them.</summary>
    /// <remarks>Until then each call may leave the queue and others may join.</remarks>
    /// <param name="statement">The statement.</param>
    /// <param name="queue">The calls that wait.</param>
    /// <param name="last">The number of the last call that waits for this connection. Later calls wait for the next if it fails.</param>
    public async Task RunAsync<TArguments, TResult>(
        BatchedStatement<TArguments, TResult> statement, CallQueue<TArguments, TResult> queue, long last)
    {
        NpgsqlConnection connection;
        try
        {
            connection = await pool.ConnectAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Fail(queue.TakeThrough(last), e, Failure.WhileConnecting(e, pool.Address));
            return;
        }

        var batch = new Batch<TArguments, TResult>(statement, callers, metrics);
        try
        {
            await using (connection.ConfigureAwait(false))
            {
                batch.Take(queue);
                if (batch.Calls.Count > 0)
                {
                    await batch.SendAsync(connection, guard.Batched, deadline.Start(), pool.Closing).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e)
        {
            Settle(batch, e);
        }
    }

    private void Settle<TArguments, TResult>(Batch<TArguments, TResult> batch, Exception e)
    {
        var safety = batch.Statement.Single.Safety;
        var failure = Failure.OfAttempt(e)?.For(safety);

        // Before anything was sent the arguments of one call are the cause.
        if (batch.IsBound && !retries.AllowsEachAlone(failure, safety))
        {
            Fail(batch.Calls, e, failure);
            return;
        }

        var calls = batch.Calls.Count(call => call.TrySetResult(new CallResult<TResult>(CallResultKind.Retry, Failure: failure)));
        metrics.Retried(calls, batch.Statement.Operation);
    }

    // Any other failure is a fault of the program or a disposed storage.
    private static void Fail<TArguments, TResult>(List<QueuedCall<TArguments, TResult>> calls, Exception e, Failure? failure)
    {
        foreach (var call in calls)
        {
            if (failure is null)
            {
                call.TrySetException(e);
            }
            else
            {
                call.TrySetResult(new CallResult<TResult>(CallResultKind.Failed, Failure: failure));
            }
        }
    }
}
