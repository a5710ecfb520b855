namespace Lti.Storage.InMemory.Internal;

/// <summary>
/// Lets readers take a consistent view of several dictionaries without a lock: a reader that a write overlapped reads again. Writers, which are
/// rare where this is used, exclude each other.
/// </summary>
internal sealed class SequenceLock
{
    private readonly Lock _writers = new();
    private long _version; // odd while a write is under way

    public T Write<T>(Func<T> write)
    {
        lock (_writers)
        {
            Interlocked.Increment(ref _version);
            try
            {
                return write();
            }
            finally
            {
                Interlocked.Increment(ref _version);
            }
        }
    }

    public T Read<TState, T>(TState state, Func<TState, T> read)
    {
        while (true)
        {
            var version = Volatile.Read(ref _version);
            if ((version & 1) == 1)
            {
                // Wait for the writer rather than spin against it.
                lock (_writers)
                {
                    return read(state);
                }
            }

            var result = read(state);
            Volatile.ReadBarrier();
            if (version == Volatile.Read(ref _version))
            {
                return result;
            }
        }
    }
}
