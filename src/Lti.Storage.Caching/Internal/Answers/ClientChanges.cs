using Lti.Storage.Caching.Internal.Changes;
using Lti.Storage.Caching.Internal.Expiry;
using Lti.Storage.Caching.Internal.Metrics;

namespace Lti.Storage.Caching.Internal.Answers;

/// <summary>Knows which clients are being changed and when each was last changed. The client and its deployments change together.</summary>
/// <remarks>
/// <see cref="ChangeLog"/> states the invariant. A client has a slot by its internal id and one by its name, which is its issuer and client
/// ID. An issuer has a slot for its lists. An answer that a client may join, unknown or a list, has the extra slot too: a change by an
/// internal id may concern any name.
/// </remarks>
internal sealed class ClientChanges(ChangeLog log, Lifetimes lifetimes, CacheCounters counters)
{
    /// <summary>The number of the last change.</summary>
    public long Last => log.Last;

    /// <summary>The slot of answers that any client may join.</summary>
    public int AnyClient => log.Extra;

    public int SlotOf(ClientKey clientKey) => log.SlotOf(clientKey.GetHashCode());

    /// <summary>The slot of a client's name or of an issuer.</summary>
    public int SlotOf(int nameHash) => log.SlotOf(nameHash);

    /// <summary>Whether no change of either slot is in progress or has a higher number.</summary>
    public bool NothingSince(long number, int clientSlot, int nameSlot)
        => log.NothingSince(number, clientSlot) && log.NothingSince(number, nameSlot);

    /// <summary>Whether a change of either slot has a higher number.</summary>
    public bool ChangedSince(long number, int clientSlot, int nameSlot)
        => log.ChangedSince(number, clientSlot) || log.ChangedSince(number, nameSlot);

    /// <summary>Call it before a client or one of its deployments is changed.</summary>
    public void Begin(ClientKey clientKey)
    {
        log.Begin(log.Extra);
        log.Begin(SlotOf(clientKey));
    }

    /// <summary>Call it before a client of this name is added or saved.</summary>
    public void Begin(ClientName name)
    {
        log.Begin(SlotOf(name.IssuerHash));
        log.Begin(SlotOf(name.Hash));
    }

    /// <summary>Call it after the change or after its failure.</summary>
    public void End(ClientKey clientKey, ChangeOutcome outcome)
    {
        if (lifetimes.MayHaveHappened(outcome))
        {
            Invalidate(clientKey, CachingMetrics.ChangeSource);
        }

        log.End(SlotOf(clientKey));
        log.End(log.Extra);
    }

    /// <summary>Call it after the change or after its failure.</summary>
    public void End(ClientName name, ChangeOutcome outcome)
    {
        if (lifetimes.MayHaveHappened(outcome))
        {
            Invalidate(name);
            Count(CachingMetrics.ChangeSource);
        }

        log.End(SlotOf(name.Hash));
        log.End(SlotOf(name.IssuerHash));
    }

    /// <summary>Drops all answers under a name that a client has taken, and the lists of its issuer.</summary>
    public void Invalidate(ClientName name)
    {
        log.Mark(SlotOf(name.Hash));
        log.Mark(SlotOf(name.IssuerHash));
    }

    /// <summary>Drops all answers that a client's change may concern.</summary>
    public void Invalidate(ClientKey clientKey, string source)
    {
        log.Mark(SlotOf(clientKey));
        log.Mark(log.Extra);
        Count(source);
    }

    /// <summary>Drops all answers: anything may have changed.</summary>
    public void InvalidateAll(string source)
    {
        log.Mark(log.AllKeys);
        Count(source);
    }

    /// <summary>Drops all answers for good: a change of all keys begins and never ends.</summary>
    public void Close() => log.Begin(log.AllKeys);

    private void Count(string source)
    {
        foreach (var cache in CachingMetrics.CachesOfClients)
        {
            counters.Invalidated(cache, source);
        }
    }
}
