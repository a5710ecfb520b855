namespace Lti.Storage.Caching.Internal.Sessions;

/// <summary>
/// Which sessions are being changed, and how often many were changed at once. A session that is being changed is neither found in the cache nor read
/// together with others. Sessions share a fixed number of slots: one that shares a slot with another is read through meanwhile, and nothing else.
/// </summary>
internal sealed class SessionChanges
{
    private readonly int[] _slots = new int[1024];
    private int _underWay;
    private int _allUnderWay;
    private long _allChanged;

    /// <summary>How often many sessions may have changed at once.</summary>
    public long AllChanged => Volatile.Read(ref _allChanged);

    /// <summary>Whether the session is not being changed. Mostly none is, which costs one look.</summary>
    public bool IsQuiet(Guid id)
        => Volatile.Read(ref _underWay) == 0 || (Volatile.Read(ref _slots[SlotOf(id)]) == 0 && Volatile.Read(ref _allUnderWay) == 0);

    public void Begin(Guid id) => Begin(ref _slots[SlotOf(id)]);

    public void End(Guid id) => End(ref _slots[SlotOf(id)]);

    /// <summary>Called before many are changed.</summary>
    public void BeginAll() => Begin(ref _allUnderWay);

    /// <summary>Called when many were changed.</summary>
    public void EndAll() => End(ref _allUnderWay);

    /// <summary>Any may have changed.</summary>
    public void AddAll() => Interlocked.Increment(ref _allChanged);

    private void Begin(ref int count)
    {
        Interlocked.Increment(ref count);
        Interlocked.Increment(ref _underWay);
    }

    private void End(ref int count)
    {
        Interlocked.Decrement(ref _underWay);
        Interlocked.Decrement(ref count);
    }

    private int SlotOf(Guid id) => id.GetHashCode() & (_slots.Length - 1);
}
