using System.Runtime.CompilerServices;
using Lti.Storage.PostgreSql.Internal.Execution;

namespace Lti.Storage.PostgreSql.Internal.Batching;

/// <summary>
/// Sends one kind of statement. While few are in flight, a call is a statement of its own at once; the others wait, and the next that ends is followed
/// by one for as many of them as it may carry. Nobody waits for company: only where other work waits for a thread, and not for long, does a call let it
/// go first.
/// </summary>
/// <param name="shared">The statement.</param>
/// <param name="runner">Sends it for one call.</param>
/// <param name="sharedRunner">Sends it for many.</param>
/// <param name="limits">How far calls share statements.</param>
/// <param name="metrics">What is measured.</param>
internal sealed class Batcher<TArguments, TResult>(
    BatchedStatement<TArguments, TResult> shared,
    StatementRunner runner,
    BatchRunner sharedRunner,
    BatchLimits limits,
    BatchMetrics metrics)
{
    private readonly CallQueue<TArguments, TResult> _queue = new(limits, shared.Size);

    /// <summary>How many calls wait.</summary>
    public int Waiting => _queue.Count;

    public async ValueTask<TResult> RunAsync(TArguments arguments, CancellationToken cancellationToken)
    {
        var waiting = _queue.Enter(arguments, metrics, out var isBeyond);
        if (waiting is null && limits.ReadyWork is { } ready && MayComeAlong(ready.Count))
        {
            waiting = _queue.Join(arguments, metrics);
            ready.Follow(HandOnHere);
        }

        if (waiting is not null)
        {
            var turn = await WaitAsync(waiting, isBeyond ? limits.Patience : Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
            switch (turn.Kind)
            {
                case CallResultKind.Answered:
                    return turn.Answer!;
                case CallResultKind.Failed:
                    throw turn.Failure!.ToException();
                case CallResultKind.Again:
                    return await runner.RunAsync(shared.Single, arguments, cancellationToken, attempt: 2).ConfigureAwait(false);
            }
        }

        // Whatever throws from here on, a place is held that has to be handed on.
        try
        {
            metrics.EndWait(waiting?.Since, shared.Operation);
            return await runner.RunAsync(shared.Single, arguments, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            HandOn();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<CallResult<TResult>> WaitAsync(QueuedCall<TArguments, TResult> waiting, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return await waiting.Task.WaitAsync(timeout, limits.Clock, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_queue.TryLeave(waiting))
        {
            throw;
        }
        catch (TimeoutException e) when (_queue.TryLeave(waiting))
        {
            throw Failure.WhileWaiting(e).ToException();
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            // A statement has taken it, and what is sent is not cut off.
            return await waiting.Task.ConfigureAwait(false);
        }
    }

    private bool MayComeAlong(long calls) => calls > 0 && calls <= limits.Waiting;

    // A shared statement works for many, and in nobody's context: it is begun here only where the thread is in none.
    private void HandOnHere()
    {
        if (_queue.HandOn() is { } last)
        {
            _ = ServeAsync(last);
        }
    }

    private void HandOn()
    {
        if (_queue.HandOn() is { } last)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static next => _ = next.Batcher.ServeAsync(next.Last), (Batcher: this, Last: last), preferLocal: false);
        }
    }

    private async Task ServeAsync(long last)
    {
        try
        {
            await sharedRunner.RunAsync(shared, _queue, last).ConfigureAwait(false);
        }
        finally
        {
            HandOn();
        }
    }
}
