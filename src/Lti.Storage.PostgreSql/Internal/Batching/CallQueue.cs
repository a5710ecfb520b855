namespace Lti.Storage.PostgreSql.Internal.Batching;

/// <summary>Holds the waiting calls of one kind in order and counts the statements in flight.</summary>
/// <remarks>
/// A call waits while that number is at its limit. So each statement that ends gives its place to the queue. A call also waits while a
/// place is held for it and for calls that are about to follow.
/// </remarks>
/// <param name="limits">The limits of batches.</param>
/// <param name="size">The size of a call's document in bytes, or null without documents.</param>
/// <param name="callers">Decides whether a free place is held.</param>
internal sealed class CallQueue<TArguments, TResult>(BatchLimits limits, Func<TArguments, int>? size, AnsweredCallers callers)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<QueuedCall<TArguments, TResult>> _waiting = new();
    private int _inFlight;
    private bool _isHeld;
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
    /// <param name="holder">Ends the hold if the place is held.</param>
    /// <param name="metrics">Measures the wait.</param>
    /// <param name="isBeyond">Whether the next statements are full without this call.</param>
    /// <returns>Null if there was a place that is not held.</returns>
    public QueuedCall<TArguments, TResult>? Enter(TArguments arguments, IHeldQueue holder, BatchMetrics metrics, out bool isBeyond)
    {
        var bytes = size?.Invoke(arguments) ?? 0;
        lock (_gate)
        {
            isBeyond = _waiting.Count >= limits.Waiting || _bytes >= limits.WaitingBytes;
            if (_isHeld || _inFlight >= limits.Statements)
            {
                return Add(arguments, bytes, metrics);
            }

            _inFlight++;
            _isHeld = callers.TryHold(holder);
            return _isHeld ? Add(arguments, bytes, metrics) : null;
        }
    }

    /// <summary>Ends a hold. The caller then hands on its place.</summary>
    /// <param name="onlyIfFull">Whether to end it only if the calls that wait fill a batch.</param>
    /// <returns>False if there is no hold.</returns>
    public bool TryEndHold(bool onlyIfFull = false)
    {
        lock (_gate)
        {
            if (!_isHeld || (onlyIfFull && _waiting.Count < limits.Calls && _bytes < limits.Bytes))
            {
                return false;
            }

            _isHeld = false;
            return true;
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

    /// <summary>Hands on the place of a statement that has ended or of a hold.</summary>
    /// <remarks>A call that waits alone takes the place and sends its own statement.</remarks>
    /// <param name="evenIfAlone">Whether a batch follows even for a call that waits alone.</param>
    /// <returns>The number of the last call that waits if a batch has to follow; otherwise null.</returns>
    public long? HandOn(bool evenIfAlone = false)
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
                case 1 when evenIfAlone:
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
