using System.Numerics;
using System.Runtime.InteropServices;

namespace Lti.Storage.Caching.Internal.Launches;

/// <summary>
/// Tells whether what was read of a client may have changed since. All changes are numbered in one sequence; each client has a slot that holds the
/// number of its last one, and how many are under way. What was read when the sequence stood at n holds while its slot's number is at most n and none
/// is under way.
/// </summary>
/// <remarks>
/// The slots are a fixed number, however many clients there are, so clients share them: a change of one then makes another's entry be read once more,
/// and nothing else. A change costs the same whatever is cached, and a check takes no lock (rule H4).
/// </remarks>
internal sealed class ClientChanges(int capacity)
{
    // Four slots for each entry: a change takes the entry of another client with it in at most one of four cases.
    private readonly Slot[] _slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)Math.Max(4 * capacity, 1024))];
    private long _last;
    private int _underWay;

    /// <summary>The number of the last change of any client.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>Whether no change is under way.</summary>
    public bool IsQuiet => Volatile.Read(ref _underWay) == 0;

    /// <summary>The slot of the client with an internal id: for changes and reports that know no more of it.</summary>
    public int SlotOf(Guid ltiClientId) => ltiClientId.GetHashCode() & (_slots.Length - 1);

    /// <summary>The slot of the client that a platform knows by a name: for changes that make it, whatever id it gets.</summary>
    public int SlotOf(string? issuer, string? clientId) => HashCode.Combine(issuer, clientId) & (_slots.Length - 1);

    /// <summary>Whether no client was changed since, and none is being changed.</summary>
    public bool NothingSince(long change) => IsQuiet && Last == change;

    /// <summary>Whether no client of the slot was changed since, and none is being changed.</summary>
    public bool NothingSince(long change, int slot)
    {
        // In this order: a change sets its number before it stops being under way.
        ref var at = ref _slots[slot];
        return Volatile.Read(ref at.UnderWay) == 0 && Volatile.Read(ref at.Last) <= change;
    }

    /// <summary>Called before a change is sent: from now on what was read before does not hold.</summary>
    public void Begin(int slot)
    {
        Interlocked.Increment(ref _underWay);
        Interlocked.Increment(ref _slots[slot].UnderWay);
        Add(slot);
    }

    /// <summary>Called when a change has ended, well or not: what was read meanwhile does not hold either.</summary>
    public void End(int slot)
    {
        Add(slot);
        Interlocked.Decrement(ref _slots[slot].UnderWay);
        Interlocked.Decrement(ref _underWay);
    }

    /// <summary>A change that has happened.</summary>
    public void Add(int slot) => Raise(ref _slots[slot].Last, Interlocked.Increment(ref _last));

    /// <summary>Anything may have changed.</summary>
    public void AddAll()
    {
        var change = Interlocked.Increment(ref _last);
        for (var slot = 0; slot < _slots.Length; slot++)
        {
            Raise(ref _slots[slot].Last, change);
        }
    }

    // Changes may come to a slot in another order than they were numbered in.
    private static void Raise(ref long last, long change)
    {
        long seen;
        while ((seen = Volatile.Read(ref last)) < change && Interlocked.CompareExchange(ref last, change, seen) != seen)
        {
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Slot
    {
        public long Last;
        public int UnderWay;
    }
}
