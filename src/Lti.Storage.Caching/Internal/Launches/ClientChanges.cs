using System.Numerics;
using System.Runtime.InteropServices;

namespace Lti.Storage.Caching.Internal.Launches;

/// <summary>
/// Tells whether what was read of a client may have changed since. All changes are numbered in one sequence; each client has a slot that holds the
/// number of its last one, and how many are under way. What was read when the sequence stood at n holds while its slot's number is at most n and none
/// is under way.
/// </summary>
/// <remarks>
/// A client is known by its internal id or by its name on the platform, and has a slot by each. The slots are a fixed number, however many clients there
/// are, so clients share them: a change of one then makes another's entry be read once more, and nothing else. A change costs the same whatever is
/// cached, and a check takes no lock (rule H4).
/// </remarks>
internal sealed class ClientChanges
{
    private readonly Slot[] _slots;
    private readonly int _mask;
    private long _last;

    /// <summary>For a cache of so many entries, four slots for each: a change takes the entry of another client with it in at most one of four cases.</summary>
    public ClientChanges(int capacity)
    {
        _mask = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4 * capacity, 1024)) - 1;

        _slots = new Slot[AnyName + 1];
    }

    /// <summary>The number of the last change of any client.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>The slot of all changes that know a client by its id alone: they may concern any name under which nothing was found.</summary>
    public int AnyName => _mask + 1;

    public int SlotOf(Guid ltiClientId) => ltiClientId.GetHashCode() & _mask;

    /// <summary>Whether nothing was changed since in the slot or under the name, and nothing is being changed.</summary>
    public bool NothingSince(long change, int slot, ClientName name) => NothingSince(change, slot) && NothingSince(change, SlotOf(name));

    /// <summary>Whether something was changed since in the slot or under the name, so that what was read then never holds again.</summary>
    public bool ChangedSince(long change, int slot, ClientName name) => LastOf(slot) > change || LastOf(SlotOf(name)) > change;

    /// <summary>Called before a change is sent: until it has ended, nothing that was read of the client holds.</summary>
    public void Begin(Guid ltiClientId)
    {
        Begin(AnyName);
        Begin(SlotOf(ltiClientId));
    }

    public void Begin(ClientName name) => Begin(SlotOf(name));

    /// <summary>Called when a change has ended. If it may have happened, what was read before or meanwhile does not hold any more.</summary>
    public void End(Guid ltiClientId, bool mayHaveHappened)
    {
        End(SlotOf(ltiClientId), mayHaveHappened);
        End(AnyName, mayHaveHappened);
    }

    public void End(ClientName name, bool mayHaveHappened) => End(SlotOf(name), mayHaveHappened);

    /// <summary>A change that has happened.</summary>
    public void Add(Guid ltiClientId)
    {
        Add(SlotOf(ltiClientId));
        Add(AnyName);
    }

    public void Add(ClientName name) => Add(SlotOf(name));

    /// <summary>Anything may have changed.</summary>
    public void AddAll()
    {
        var change = Interlocked.Increment(ref _last);
        for (var slot = 0; slot < _slots.Length; slot++)
        {
            Raise(ref _slots[slot].Last, change);
        }
    }

    private int SlotOf(ClientName name) => name.Hash & _mask;

    private long LastOf(int slot) => Volatile.Read(ref _slots[slot].Last);

    // In this order: a change sets its number before it stops being under way.
    private bool NothingSince(long change, int slot) => Volatile.Read(ref _slots[slot].UnderWay) == 0 && LastOf(slot) <= change;

    private void Begin(int slot) => Interlocked.Increment(ref _slots[slot].UnderWay);

    private void End(int slot, bool mayHaveHappened)
    {
        if (mayHaveHappened)
        {
            Add(slot);
        }

        Interlocked.Decrement(ref _slots[slot].UnderWay);
    }

    private void Add(int slot) => Raise(ref _slots[slot].Last, Interlocked.Increment(ref _last));

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
