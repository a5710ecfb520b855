namespace Lti.Storage.PostgreSql.Internal.Batching;

/// <summary>
/// The calls of one kind that wait, in the order in which they came, and how many places in flight are taken: as many as there may be, or else somebody
/// is about to hand one on to those who wait. Whoever ends hands the place on.
/// </summary>
/// <param name="limits">How far calls share statements.</param>
/// <param name="size">How many bytes the document of a call has, or null where there is none.</param>
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

    /// <summary>Takes a place in flight, or else queues up.</summary>
    /// <param name="arguments">What the call is given.</param>
    /// <param name="metrics">What measures a wait.</param>
    /// <param name="isBeyond">Whether as many wait before it as the next statements take.</param>
    /// <returns>Null where there was a place.</returns>
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

    /// <summary>Queues up with a place, which the caller has to hand on.</summary>
    public QueuedCall<TArguments, TResult> Join(TArguments arguments, BatchMetrics metrics)
    {
        var bytes = size?.Invoke(arguments) ?? 0;
        lock (_gate)
        {
            return Add(arguments, bytes, metrics);
        }
    }

    /// <summary>Gives up waiting.</summary>
    /// <returns>False where it does not wait any more: a statement has taken the call.</returns>
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

    /// <summary>
    /// Hands on a place, of a statement that has ended or of a call that joined the queue. A call that waits alone gets it for its own statement, in its
    /// own context.
    /// </summary>
    /// <returns>The number of the last that waits, where several do and a shared statement has to follow in that place; else null.</returns>
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

        only.TrySetResult(new CallResult<TResult>(CallResultKind.OwnStatement));
        return null;
    }

    /// <summary>Takes as many of those who wait as a statement may carry; none where all have left.</summary>
    public List<QueuedCall<TArguments, TResult>> Take()
    {
        List<QueuedCall<TArguments, TResult>> members = [];
        var bytes = 0L;
        lock (_gate)
        {
            while (_waiting.First is { } first && members.Count < limits.Calls)
            {
                bytes += first.Value.Bytes;
                if (members.Count > 0 && bytes > limits.Bytes)
                {
                    break;
                }

                Remove(first.Value);
                members.Add(first.Value);
            }
        }

        return members;
    }

    /// <summary>Takes all that still wait of those up to a number, however many: the later ones have not waited for the same.</summary>
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
