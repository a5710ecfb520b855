using System.Runtime.CompilerServices;
using Lti.Storage.PostgreSql.Internal.Execution;

namespace Lti.Storage.PostgreSql.Internal.Batching;

/// <summary>Sends the calls of one kind alone or in batches.</summary>
/// <remarks>
/// While few statements are in flight a call is sent alone without a wait. Other calls wait in a queue. Each statement that ends is
/// followed by one batch of them. A call may also be held for a moment, as <see cref="AnsweredCallers"/> says.
/// </remarks>
/// <param name="statement">The statement.</param>
/// <param name="runner">Sends it for one call.</param>
/// <param name="batches">Sends it for a batch.</param>
/// <param name="limits">The limits of batches.</param>
/// <param name="callers">Knows when a call is held.</param>
/// <param name="metrics">Counts batches and waits.</param>
internal sealed class Batcher<TArguments, TResult>(
    BatchedStatement<TArguments, TResult> statement,
    StatementRunner runner,
    BatchRunner batches,
    BatchLimits limits,
    AnsweredCallers callers,
    BatchMetrics metrics) : IHeldQueue
{
    private readonly CallQueue<TArguments, TResult> _queue = new(limits, statement.Size, callers);

    /// <summary>How many calls wait in the queue.</summary>
    public int Waiting => _queue.Count;

    public async ValueTask<TResult> RunAsync(TArguments arguments, CancellationToken cancellationToken)
    {
        var queued = _queue.Enter(arguments, this, metrics, out var isBeyond);
        if (queued is not null)
        {
            if (_queue.TryEndHold(onlyIfFull: true))
            {
                SendNext();
            }

            var timeout = isBeyond ? limits.Patience : Timeout.InfiniteTimeSpan;
            var result = await WaitAsync(queued, timeout, cancellationToken).ConfigureAwait(false);
            switch (result.Kind)
            {
                case CallResultKind.Answered:
                    callers.Continue();
                    return result.Answer!;
                case CallResultKind.Failed:
                    throw result.Failure!.ToException();
                case CallResultKind.Retry:
                    return await runner.RunAsync(statement.Single, arguments, cancellationToken, result.Failure).ConfigureAwait(false);
            }
        }

        // This call is in flight. The next statement follows it even if it fails.
        try
        {
            metrics.EndWait(queued?.Since, statement.Operation);
            return await runner.RunAsync(statement.Single, arguments, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            SendNext();
        }
    }

    /// <summary>Ends the calls that wait, since the storage is disposed.</summary>
    public void EndWaiting()
        => _queue.TakeThrough(long.MaxValue).ForEach(static call
            => call.TrySetException(new ObjectDisposedException(nameof(PostgreSqlLtiStorage))));

    void IHeldQueue.EndHold(bool isLate)
    {
        // This thread is in no caller's context.
        if (_queue.TryEndHold() && _queue.HandOn(evenIfAlone: isLate) is { } last)
        {
            _ = SendBatchAsync(last);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<CallResult<TResult>> WaitAsync(
        QueuedCall<TArguments, TResult> queued, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return await queued.Task.WaitAsync(timeout, limits.Clock, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_queue.TryLeave(queued))
        {
            throw;
        }
        catch (TimeoutException e) when (_queue.TryLeave(queued))
        {
            throw Failure.WhileWaiting(e).ToException();
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            // A batch has taken the call, and work that was sent is not cancelled.
            return await queued.Task.ConfigureAwait(false);
        }
    }

    // A batch works for many callers, so it runs in no caller's context.
    private void SendNext()
    {
        if (_queue.HandOn() is { } last)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static next => _ = next.Batcher.SendBatchAsync(next.Last), (Batcher: this, Last: last), preferLocal: false);
        }
    }

    private async Task SendBatchAsync(long last)
    {
        try
        {
            await batches.RunAsync(statement, _queue, last).ConfigureAwait(false);
        }
        finally
        {
            SendNext();
        }
    }
}
