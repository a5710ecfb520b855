using Lti.Storage.Caching.Internal.Changes;
using Lti.Storage.Caching.Internal.Entries;
using Lti.Storage.Caching.Internal.Expiry;
using Lti.Storage.Caching.Internal.Loading;
using Lti.Storage.Caching.Internal.Metrics;

namespace Lti.Storage.Caching.Internal.Sessions;

/// <summary>Caches the sessions of one storage by their ids.</summary>
/// <remarks>
/// The absence of a session is not cached: a session is asked for after it was added. An added session is cached if its stored form is
/// known (<see cref="AddedSession"/>). <see cref="ChangeLog"/> states the invariant. A change overtakes the loads of its session one by
/// one, because ids are many and slots are few; only changes of all sessions have numbers. An addition is a load too: it knows the answer.
/// </remarks>
internal sealed class SessionCache : IDisposable
{
    // Launches add sessions all the time. With these slots few other sessions wait for one of the additions in progress.
    private const int Slots = 16_384;

    private readonly ISessionStore _inner;
    private readonly TimeSpan _lifetime;
    private readonly Lifetimes _lifetimes;
    private readonly CacheCounters _counters;
    private readonly ChangeLog _changes = new(Slots);
    private readonly SharedLoads<Guid, LtiSession?> _loads;
    private readonly BoundedMap<Guid, Load<LtiSession?>> _sessions;
    private readonly Sweeper _sweeper;

    public SessionCache(ISessionStore inner, CachingOptions options, Clock clock, TimeProvider time, CacheCounters counters)
    {
        _inner = inner;
        _lifetime = options.SessionLifetime;
        _lifetimes = new(clock, options.Jitter);
        _counters = counters;
        _loads = new(ReadAsync, Holds, Keep, options.LoadTimeout, time);
        _sessions = new(options.SessionCacheBytes, static load => SessionWeight.Of(load.Value!));
        _sweeper = new(time, Sweep);
    }

    /// <summary>The number of entries and of loads in progress.</summary>
    public (int Sessions, int Loads) Counts => (_sessions.Count, _loads.Count);

    /// <summary>The estimated size of all entries.</summary>
    public long Bytes => _sessions.Weight;

    public ValueTask<LtiSession?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = _lifetimes.Now;
        if (_sessions.TryGet(id, out var load) && now.IsBefore(load.Ends) && Holds(id, load))
        {
            _counters.Hit(CachingMetrics.SessionCache);
            return new(load.Value);
        }

        var found = _loads.JoinAsync(id, new(_changes.Last, now), cancellationToken);
        _counters.Miss(CachingMetrics.SessionCache);
        return found;
    }

    /// <summary>Call it before a session is added. Whatever changes the session meanwhile overtakes the load that this returns.</summary>
    public Load<LtiSession?> BeginAdding(Guid id)
    {
        var load = new Load<LtiSession?>(_changes.Last, _lifetimes.Now);
        _changes.Begin(SlotOf(id));
        _loads.Begin(id, load);
        return load;
    }

    /// <summary>Call it after a session was added or after its failure.</summary>
    /// <param name="id">The session's id.</param>
    /// <param name="load">The load that <see cref="BeginAdding"/> returned.</param>
    /// <param name="added">The session as a find returns it. Null if it was not added or if that is not known.</param>
    public void EndAdding(Guid id, Load<LtiSession?> load, LtiSession? added)
    {
        // The addition has happened. A load that replaces this one from here on begins after it.
        if (added is not null && _loads.IsRunning(id, load))
        {
            // The change ends first: an answer is cached only while no change of its key is in progress.
            Drop(id);
            _changes.End(SlotOf(id));
            _loads.End(id, load, added);
        }
        else
        {
            // A load in progress may have found none.
            Overtake(id);
            _changes.End(SlotOf(id));
        }
    }

    /// <summary>Call it before a session is renewed or deleted.</summary>
    public void BeginChange(Guid id) => _changes.Begin(SlotOf(id));

    /// <summary>Call it after a renewal or after its failure.</summary>
    /// <remarks>
    /// A renewal that the server commits later does no harm: it only lengthens, and at the old expiry the storage is asked.
    /// </remarks>
    public void EndRenewal(Guid id, ChangeOutcome outcome)
    {
        if (outcome != ChangeOutcome.NotApplied)
        {
            Invalidate(id, CachingMetrics.ChangeSource);
        }

        _changes.End(SlotOf(id));
    }

    /// <summary>Call it after a deletion or after its failure.</summary>
    public void EndDeletion(Guid id, ChangeOutcome outcome)
    {
        if (_lifetimes.MayHaveHappened(outcome))
        {
            Invalidate(id, CachingMetrics.ChangeSource);
        }

        _changes.End(SlotOf(id));
    }

    /// <summary>Call it before many sessions are deleted.</summary>
    public void BeginDeletionOfMany() => _changes.Begin(_changes.AllKeys);

    /// <summary>Call it after many sessions were deleted or after its failure.</summary>
    public void EndDeletionOfMany(ChangeOutcome outcome)
    {
        if (_lifetimes.MayHaveHappened(outcome))
        {
            InvalidateAll(CachingMetrics.ChangeSource);
        }

        _changes.End(_changes.AllKeys);
    }

    /// <summary>Drops a session that may have changed.</summary>
    public void Invalidate(Guid id, string source)
    {
        Overtake(id);
        _counters.Invalidated(CachingMetrics.SessionCache, source);
    }

    /// <summary>Drops all sessions: any may have changed.</summary>
    public void InvalidateAll(string source)
    {
        _changes.Mark(_changes.AllKeys);
        Count(_sessions.Clear());
        _counters.Invalidated(CachingMetrics.SessionCache, source);
    }

    /// <summary>Drops all sessions for good: a change of all keys begins and never ends.</summary>
    public void Dispose()
    {
        _changes.Begin(_changes.AllKeys);
        Count(_sessions.Clear());
        _sweeper.Dispose();
    }

    private int SlotOf(Guid id) => _changes.SlotOf(id.GetHashCode());

    // Slots first: a change overtakes the loads of its session before it ends.
    private bool Holds(Guid id, Load<LtiSession?> load) => _changes.NothingSince(load.Number, SlotOf(id)) && !load.IsOvertaken;

    // The running load first: it is cached before it stops running, so one of the two is found.
    private void Overtake(Guid id)
    {
        _loads.Overtake(id);
        Drop(id);
    }

    private void Drop(Guid id)
    {
        if (_sessions.TryRemove(id, out var load, out var change))
        {
            load.Overtake();
            Count(change);
        }
    }

    private ValueTask<LtiSession?> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        _counters.Load(CachingMetrics.SessionCache);
        return _inner.FindSessionAsync(id, cancellationToken);
    }

    private void Keep(Guid id, Load<LtiSession?> load, LtiSession? session)
    {
        // A session without an expiry may expire at any time (rule S2).
        if (session?.ExpiresAt is not { } expiresAt || !Holds(id, load))
        {
            return;
        }

        load.Keep(session, _lifetimes.End(load.Began, _lifetime, TimeSpan.FromTicks(expiresAt.UtcTicks - load.Began.Utc)));
        Count(_sessions.Set(id, load));
        if (!Holds(id, load))
        {
            // A change, or the disposal, may have dropped the entries just before.
            Count(_sessions.Remove(id, load));
        }

        _sweeper.Schedule();
    }

    private bool Sweep()
    {
        var now = _lifetimes.Now;
        Count(_sessions.RemoveWhere((id, load) => !now.IsBefore(load.Ends) || !Holds(id, load)));
        return _sessions.Count > 0;
    }

    private void Count(MapChange change)
    {
        _counters.Evicted(CachingMetrics.SessionCache, change.Evicted);
        _counters.BytesChanged(CachingMetrics.SessionCache, change.Weight);
    }
}
