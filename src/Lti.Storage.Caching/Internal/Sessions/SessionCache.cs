using Lti.Storage.Caching.Internal.Expiry;
using Lti.Storage.Caching.Internal.Loading;
using Lti.Storage.Caching.Internal.Metrics;

namespace Lti.Storage.Caching.Internal.Sessions;

/// <summary>
/// The sessions of one storage that were found. That there is none is not cached: an id is made with its session, and asked for after it was stored.
/// A session that is added is not cached before it is found either: only the storage knows when it expires.
/// </summary>
internal sealed class SessionCache
{
    private readonly ISessionStore _inner;
    private readonly CachingOptions _options;
    private readonly Lifetimes _lifetimes;
    private readonly CacheCounters _counters;
    private readonly SessionChanges _changes = new();
    private readonly SingleFlight<Guid, LtiSession?> _loads;
    private readonly BoundedCache<Guid, SessionEntry> _sessions;

    public SessionCache(ISessionStore inner, CachingOptions options, Clock clock, RecentTime recent, TimeProvider time, CacheCounters counters)
    {
        _inner = inner;
        _options = options;
        _lifetimes = new(clock, options.Jitter);
        Recent = recent;
        _counters = counters;
        _loads = new(LoadAsync, (_, load) => Holds(load), Keep, options.LoadTimeout, time);
        _sessions = new(options.SessionCapacity, counters.EvictionsOf(CachingMetrics.SessionCache));
    }

    /// <summary>How many entries there are, and loads under way.</summary>
    public (int Sessions, int Loads) Counts => (_sessions.Count, _loads.Count);

    /// <summary>By what hits are told that need not ask the clock.</summary>
    public RecentTime Recent { get; }

    public ValueTask<LtiSession?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        if (_sessions.TryGet(id, out var entry) && entry.IsReady(Recent.Now))
        {
            _counters.Hit(CachingMetrics.SessionCache);
            return new(entry.Session);
        }

        return LookAsync(id, entry, cancellationToken);
    }

    /// <summary>
    /// In this order, which is what makes <see cref="SessionEntry.IsReady"/> enough: the count first, then the entry. Whoever is about to make an entry ready has
    /// found it before looking at the count. Found here too, it is never ready again. Not found here, it came after the count was raised, so that whoever
    /// found it sees the count (both are interlocked, or read with acquire) and leaves it as it is. Entries that have left the cache do not matter: no find
    /// that begins later meets them, since an entry is put into it once.
    /// </summary>
    public void BeginChange(Guid id)
    {
        _changes.Begin(id);
        if (_sessions.TryGet(id, out var entry))
        {
            entry.MakeUnready();
        }
    }

    /// <summary>A session was added, or may have been. None of it was kept, but a read may be under way that found none.</summary>
    public void EndAdding(Guid id)
    {
        Drop(id);
        _changes.End(id);
    }

    /// <summary>A renewal that happens after its call has failed leaves no doubt: it only lengthens, and when the old expiry is reached the storage is asked.</summary>
    public void EndRenewal(Guid id, ChangeOutcome outcome)
    {
        if (outcome != ChangeOutcome.NotApplied)
        {
            Invalidate(id, CachingMetrics.ChangeSource);
        }

        _changes.End(id);
    }

    public void EndDeletion(Guid id, ChangeOutcome outcome)
    {
        if (MayHaveHappened(outcome))
        {
            Invalidate(id, CachingMetrics.ChangeSource);
        }

        _changes.End(id);
    }

    /// <summary>The count first here too: a mark that was taken after the leap was taken after the count, and whoever took it sees that.</summary>
    public void BeginDeletionOfMany()
    {
        _changes.BeginAll();
        Recent.Leap();
    }

    public void EndDeletionOfMany(ChangeOutcome outcome)
    {
        if (MayHaveHappened(outcome))
        {
            InvalidateAll(CachingMetrics.ChangeSource);
        }

        _changes.EndAll();
    }

    /// <summary>A session may have changed, by what the source says.</summary>
    public void Invalidate(Guid id, string source)
    {
        _counters.Invalidated(CachingMetrics.SessionCache, source);
        Drop(id);
    }

    /// <summary>Anything may have changed, by what the source says.</summary>
    public void InvalidateAll(string source)
    {
        _counters.Invalidated(CachingMetrics.SessionCache, source);
        _changes.AddAll();
        Recent.Leap();
    }

    private bool MayHaveHappened(ChangeOutcome outcome)
    {
        if (outcome == ChangeOutcome.Unknown)
        {
            _lifetimes.BeginDoubt();
        }

        return outcome != ChangeOutcome.NotApplied;
    }

    private ValueTask<LtiSession?> LookAsync(Guid id, SessionEntry? entry, CancellationToken cancellationToken)
    {
        // First the mark, since a leap after it counts. Then whether the session is being changed, and only then whether the entry holds: a change drops the
        // entry before it stops being under way.
        var mark = Recent.Mark();
        if (entry is not null && _changes.IsQuiet(id) && Holds(entry.Load))
        {
            var now = _lifetimes.Now;
            if (now.IsBefore(entry.Ends))
            {
                entry.MakeReady(RecentTime.PointBefore(entry.Ends, mark, now));
                _counters.Hit(CachingMetrics.SessionCache);
                return new(entry.Session);
            }
        }

        return MissAsync(id, cancellationToken);
    }

    private ValueTask<LtiSession?> MissAsync(Guid id, CancellationToken cancellationToken)
    {
        _counters.Miss(CachingMetrics.SessionCache);
        if (!_changes.IsQuiet(id))
        {
            return LoadAsync(id, cancellationToken);
        }

        var load = new Load(_changes.AllChanged, _lifetimes.Now);
        if (_sessions.TryGet(id, out var entry) && !(Holds(entry.Load) && load.Began.IsBefore(entry.Ends)))
        {
            _sessions.Remove(id, entry);
        }

        return _loads.JoinAsync(id, load, cancellationToken);
    }

    private bool Holds(Load load) => !load.IsDropped && load.Change == _changes.AllChanged;

    // First the load under way, then the entry: a load becomes an entry before it stops being under way, so one of the two is met.
    private void Drop(Guid id)
    {
        _loads.Drop(id);
        if (_sessions.TryRemove(id, out var entry))
        {
            entry.Load.Drop();
        }
    }

    private ValueTask<LtiSession?> LoadAsync(Guid id, CancellationToken cancellationToken)
    {
        _counters.Load(CachingMetrics.SessionCache);
        return _inner.FindSessionAsync(id, cancellationToken);
    }

    private void Keep(Guid id, Load load, LtiSession? session)
    {
        // Without an expiry nobody could tell when it has expired (rule S2).
        if (session?.ExpiresAt is { } expiresAt && Holds(load))
        {
            var left = TimeSpan.FromTicks(expiresAt.UtcTicks - load.Began.Utc);
            _sessions.Set(id, new(session, load, _lifetimes.End(load.Began, _options.SessionLifetime, left)));
        }
    }
}
