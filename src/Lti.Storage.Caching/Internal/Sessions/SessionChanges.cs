namespace Lti.Storage.Caching.Internal.Sessions;

/// <summary>
/// Which sessions are being changed, and how often many were changed at once. A session that is being changed is neither found in the cache nor read
/// together with others. Sessions share a fixed number of slots: one that shares a slot with another is read through meanwhile, and nothing else.
/// </summary>
internal sealed class SessionChanges
{
    private readonly int[] _underWay = new int[1024];
    private int _allUnderWay;
    private long _allChanged;

    /// <summary>How often many sessions were changed at once.</summary>
    public long AllChanged => Volatile.Read(ref _allChanged);

    public bool IsQuiet(Guid id) => Volatile.Read(ref _underWay[SlotOf(id)]) == 0 && Volatile.Read(ref _allUnderWay) == 0;

    public void Begin(Guid id) => Interlocked.Increment(ref _underWay[SlotOf(id)]);

    public void End(Guid id) => Interlocked.Decrement(ref _underWay[SlotOf(id)]);

    /// <summary>Called before many are changed.</summary>
    public void BeginAll()
    {
        Interlocked.Increment(ref _allUnderWay);
        AddAll();
    }

    /// <summary>Called when many were changed. What was read meanwhile does not hold either.</summary>
    public void EndAll()
    {
        AddAll();
        Interlocked.Decrement(ref _allUnderWay);
    }

    /// <summary>Any may have changed.</summary>
    public void AddAll() => Interlocked.Increment(ref _allChanged);

    private int SlotOf(Guid id) => id.GetHashCode() & (_underWay.Length - 1);
}
