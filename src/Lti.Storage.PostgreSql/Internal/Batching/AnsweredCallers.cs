namespace Lti.Storage.PostgreSql.Internal.Batching;

/// <summary>Holds calls in the queue while the callers of an answered batch continue, so that their next calls share a batch.</summary>
/// <remarks>
/// A batch answers many callers at once. Without the hold the first of their next calls would be sent alone. A hold ends when all of these
/// callers have continued, or after a millisecond. While no batch was just answered, no call is held.
/// </remarks>
/// <param name="startTimer">Starts or restarts the time after which <see cref="EndHolds"/> is called.</param>
internal sealed class AnsweredCallers(Action<AnsweredCallers> startTimer)
{
    private readonly Lock _gate = new();
    private List<IHeldQueue> _held = [];
    private int _continuing;

    /// <summary>Counts the callers of a batch just before they get their answers.</summary>
    public void Answer(int callers)
    {
        lock (_gate)
        {
            _continuing += callers;
        }
    }

    /// <summary>Notes that one of them continues. The last ends all holds.</summary>
    public void Continue()
    {
        List<IHeldQueue> held;
        lock (_gate)
        {
            _continuing--;
            held = _continuing == 0 ? TakeHeld() : [];
        }

        // The caller makes its next call before this thread takes the work, unless another thread is idle.
        foreach (var queue in held)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static queue => queue.EndHold(isLate: false), queue, preferLocal: true);
        }
    }

    /// <summary>Holds a queue if callers have yet to continue.</summary>
    public bool TryHold(IHeldQueue queue)
    {
        bool isFirst;
        lock (_gate)
        {
            if (_continuing == 0)
            {
                return false;
            }

            _held.Add(queue);
            isFirst = _held.Count == 1;
        }

        if (isFirst)
        {
            startTimer(this);
        }

        return true;
    }

    /// <summary>Ends all holds on this thread, since the time is over.</summary>
    public void EndHolds()
    {
        List<IHeldQueue> held;
        lock (_gate)
        {
            held = TakeHeld();
        }

        held.ForEach(static queue => queue.EndHold(isLate: true));
    }

    private List<IHeldQueue> TakeHeld()
    {
        var held = _held;
        if (held.Count > 0)
        {
            _held = [];
        }

        return held;
    }
}
