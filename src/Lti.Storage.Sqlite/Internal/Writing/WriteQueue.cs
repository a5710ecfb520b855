namespace Lti.Storage.Sqlite.Internal.Writing;

/// <summary>Holds the writes that wait for the writer's thread. Thread-safe.</summary>
internal sealed class WriteQueue
{
    private readonly Queue<WriteCall> _calls = new();
    private bool _isClosed;

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
            Monitor.Pulse(_calls);
            return true;
        }
    }

    /// <summary>Waits for calls and moves them into a group, without those that were cancelled.</summary>
    /// <returns>False if the queue is closed. The group is then empty.</returns>
    public bool Take(List<WriteCall> group, int most)
    {
        group.Clear();
        lock (_calls)
        {
            while (group.Count == 0)
            {
                while (_calls.Count == 0 && !_isClosed)
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
        }

        return true;
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
