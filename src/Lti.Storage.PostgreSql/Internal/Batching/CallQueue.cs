namespace Lti.Storage.PostgreSql.Internal.Batching;

/// <summary>Holds the waiting calls of one kind in order and counts the statements in flight.</summary>
/// <remarks>A call waits only while that number is at its limit. So each statement that ends gives its place to the queue.</remarks>
/// <param name="limits">The limits of batches.</param>
/// <param name="size">The size of a call's document in bytes, or null without documents.</param>
internal sealed class CallQueue<TArguments, TResult>(BatchLimits limits, Func<TArguments, int>? size)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<QueuedCall<TArguments, TResult>> _waiting = new();
    private int _inFlight;
    private long _entered;
    private long _bytes;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Takes a place in flight or queues the call.</summary>
    /// <param name="arguments">The arguments of the call.</param>
    /// <param name="metrics">Measures the wait.</param>
    /// <param name="isBeyond">Whether the next statements are full without this call.</param>
    /// <returns>Null if there was a place.</returns>
    public QueuedCall<TArguments, TResult>? Enter(TArguments arguments, BatchMetrics metrics, out bool isBeyond)
    {
        var bytes = size?.Invoke(arguments) ?? 0;
        lock (_gate)
        {
            isBeyond = _waiting.Count >= limits.Waiting || _bytes >= limits.WaitingBytes;
            if (_inFlight < limits.Statements)
            {
                _inFlight++;
                return null;
            }

            return Add(arguments, bytes, metrics);
        }
    }

    /// <summary>Removes a call from the queue.</summary>
    /// <returns>False if a statement has taken the call.</returns>
    public bool TryLeave(QueuedCall<TArguments, TResult> waiting)
    {
        lock (_gate)
        {
            if (waiting.Node.List is null)
            {
                return false;
            }

            Remove(waiting);
            return true;
        }
    }

    /// <summary>Hands on the place of a statement that has ended.</summary>
    /// <remarks>A call that waits alone gets it for its own statement in its own context.</remarks>
    /// <returns>The number of the last call that waits if a batch has to follow; otherwise null.</returns>
    public long? HandOn()
    {
        QueuedCall<TArguments, TResult> only;
        lock (_gate)
        {
            switch (_waiting.Count)
            {
                case 0:
                    _inFlight--;
                    return null;
                case > 1:
                    return _entered;
            }

            only = _waiting.First!.Value;
            Remove(only);
        }

        only.TrySetResult(new CallResult<TResult>(CallResultKind.SendAlone));
        return null;
    }

    /// <summary>Takes as many calls as a batch may carry. None are left if all callers gave up.</summary>
    public List<QueuedCall<TArguments, TResult>> Take()
    {
        List<QueuedCall<TArguments, TResult>> batch = [];
        var bytes = 0L;
        lock (_gate)
        {
            while (_waiting.First is { } first && batch.Count < limits.Calls)
            {
                bytes += first.Value.Bytes;
                if (batch.Count > 0 && bytes > limits.Bytes)
                {
                    break;
                }

                Remove(first.Value);
                batch.Add(first.Value);
            }
        }

        return batch;
    }

    /// <summary>Takes all calls up to a number. Later calls have not waited for the same connection.</summary>
    public List<QueuedCall<TArguments, TResult>> TakeThrough(long number)
    {
        List<QueuedCall<TArguments, TResult>> calls = [];
        lock (_gate)
        {
            while (_waiting.First is { } first && first.Value.Number <= number)
            {
                Remove(first.Value);
                calls.Add(first.Value);
            }
        }

        return calls;
    }

    private QueuedCall<TArguments, TResult> Add(TArguments arguments, int bytes, BatchMetrics metrics)
    {
        var waiting = new QueuedCall<TArguments, TResult>(arguments, bytes, ++_entered, metrics.StartWait());
        _waiting.AddLast(waiting.Node);
        _bytes += bytes;
        return waiting;
    }

    private void Remove(QueuedCall<TArguments, TResult> waiting)
    {
        _waiting.Remove(waiting.Node);
        _bytes -= waiting.Bytes;
    }
}
