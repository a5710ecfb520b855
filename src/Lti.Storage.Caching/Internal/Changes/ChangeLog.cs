using System.Numerics;

namespace Lti.Storage.Caching.Internal.Changes;

/// <summary>Knows which keys are being changed and when each was last changed.</summary>
/// <remarks>
/// <para>The invariant of both caches, which makes rule H3 true:</para>
/// <list type="number">
/// <item>A load takes the number of the last change before it reads.</item>
/// <item>
/// A change is in progress for every key that it may concern until it has marked those keys, by a higher number in their slots or by
/// overtaking the running and the cached load of its one key.
/// </item>
/// <item>A load is used, joined or cached only while no change of its key is in progress and none has marked the key since.</item>
/// </list>
/// <para>
/// Keys share a fixed number of slots. A change may therefore make another key's entry be read once more. The costs do not depend on what
/// is cached, and a check takes no lock (rule H4).
/// </para>
/// </remarks>
internal sealed class ChangeLog
{
    // The low bits of a slot are the number of its last change, the high bits count its changes in progress. One look compares both.
    private const int NumberBits = 44;
    private const long OneInProgress = 1L << NumberBits;
    private const long NumberMask = OneInProgress - 1;

    private readonly long[] _slots;
    private readonly int _mask;
    private long _last;

    /// <summary>Makes at least so many slots for keys.</summary>
    public ChangeLog(int slots)
    {
        _mask = (int)BitOperations.RoundUpToPowerOf2((uint)slots) - 1;
        _slots = new long[_mask + 3];
    }

    /// <summary>The number of the last change.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>The slot that concerns every key.</summary>
    public int AllKeys => _mask + 1;

    /// <summary>A slot that is never a key's.</summary>
    public int Extra => _mask + 2;

    /// <summary>The slot of a key by its hash code.</summary>
    public int SlotOf(int hash) => hash & _mask;

    /// <summary>Whether no change of the slot or of all keys is in progress or has a higher number.</summary>
    public bool NothingSince(long number, int slot)
        => Volatile.Read(ref _slots[slot]) <= number && Volatile.Read(ref _slots[AllKeys]) <= number;

    /// <summary>Whether a change of the slot or of all keys has a higher number. A load of this number never holds again.</summary>
    public bool ChangedSince(long number, int slot) => NumberOf(slot) > number || NumberOf(AllKeys) > number;

    /// <summary>Marks a change as in progress. Call it before the change is sent.</summary>
    public void Begin(int slot) => Interlocked.Add(ref _slots[slot], OneInProgress);

    /// <summary>Gives the slot a higher number. Call it after the change and before <see cref="End"/>.</summary>
    public void Mark(int slot) => Mark(slot, Interlocked.Increment(ref _last));

    /// <summary>
    /// Gives the slot this number unless it has a higher one. Concurrent changes may come in another order than their numbers.
    /// </summary>
    public void Mark(int slot, long number)
    {
        long seen;
        while (((seen = Volatile.Read(ref _slots[slot])) & NumberMask) < number
            && Interlocked.CompareExchange(ref _slots[slot], (seen & ~NumberMask) | number, seen) != seen)
        {
        }
    }

    /// <summary>Ends a change that <see cref="Begin"/> began.</summary>
    public void End(int slot) => Interlocked.Add(ref _slots[slot], -OneInProgress);

    private long NumberOf(int slot) => Volatile.Read(ref _slots[slot]) & NumberMask;
}
