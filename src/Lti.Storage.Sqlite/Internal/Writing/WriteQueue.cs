namespace Lti.Storage.Sqlite.Internal.Writing;

/// <summary>Holds the waiting writes and the right to write, which one thread has at a time. Thread-safe.</summary>
internal sealed class WriteQueue
{
    private const int LoneWritesBeforeQuiet = 4;

    private readonly Queue<WriteCall> _calls = new();
    private int _loneWrites;
    private bool _isWriting;
    private bool _isClosed;

    /// <summary>Takes the right to write if no write runs or waits. <see cref="Leave"/> gives it back.</summary>
    /// <remarks>
    /// After calls have met, only the writer's thread gets it until it has written some calls alone. Concurrent calls would otherwise
    /// commit one by one in the moments between two groups.
    /// </remarks>
    public bool TryEnter()
    {
        lock (_calls)
        {
            if (_isWriting || _isClosed || _calls.Count > 0 || _loneWrites < LoneWritesBeforeQuiet)
            {
                return false;
            }

            return _isWriting = true;
        }
    }

    /// <summary>Gives the right to write back. The writer's thread goes on with the calls that wait.</summary>
    public void Leave()
    {
        lock (_calls)
        {
            _isWriting = false;
            if (_calls.Count > 0 || _isClosed)
            {
                Monitor.Pulse(_calls);
            }
        }
    }

    /// <summary>Adds a call. False if the queue is closed.</summary>
    public bool TryAdd(WriteCall call)
    {
        lock (_calls)
        {
            if (_isClosed)
            {
                return false;
            }

            _calls.Enqueue(call);
            if (_isWriting)
            {
                _loneWrites = 0;
            }
            else
            {
                Monitor.Pulse(_calls);
            }

            return true;
        }
    }

    /// <summary>Waits for calls and for the right to write. Moves the calls into a group.</summary>
    /// <returns>False if the queue is closed and no other thread writes. The group is then empty.</returns>
    public bool TakeAndEnter(List<WriteCall> group, int most)
    {
        group.Clear();
        lock (_calls)
        {
            while (group.Count == 0)
            {
                while (_isWriting || (_calls.Count == 0 && !_isClosed))
                {
                    Monitor.Wait(_calls);
                }

                if (_isClosed)
                {
                    return false;
                }

                while (group.Count < most && _calls.TryDequeue(out var call))
                {
                    if (call.TryTake())
                    {
                        group.Add(call);
                    }
                }
            }

            _loneWrites = group.Count == 1 ? _loneWrites + 1 : 0;
            return _isWriting = true;
        }
    }

    /// <summary>Closes the queue and returns the calls that still wait.</summary>
    public IReadOnlyList<WriteCall> Close()
    {
        lock (_calls)
        {
            _isClosed = true;
            Monitor.PulseAll(_calls);
            WriteCall[] left = [.. _calls.Where(static call => call.TryTake())];
            _calls.Clear();
            return left;
        }
    }
}
