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

    public SessionCache(ISessionStore inner, CachingOptions options, Lifetimes lifetimes, TimeProvider clock, CacheCounters counters)
    {
        _inner = inner;
        _options = options;
        _lifetimes = lifetimes;
        _counters = counters;
        _loads = new(LoadAsync, Holds, Keep, options.LoadTimeout, clock);
        _sessions = new(options.SessionCapacity);
        counters.CountEvictions(CachingMetrics.SessionCache, () => _sessions.Evicted);
    }

    /// <summary>How many entries there are, and loads under way.</summary>
    public (int Sessions, int Loads) Counts => (_sessions.Count, _loads.Count);

    public ValueTask<LtiSession?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        // First this, then whether the entry holds: a change drops the entry before it stops being under way.
        var isQuiet = _changes.IsQuiet(id);
        if (isQuiet && _sessions.TryGet(id, out var entry))
        {
            if (_lifetimes.Now < entry.Ends && Holds(entry.Load))
            {
                _counters.Hit(CachingMetrics.SessionCache);
                return new(entry.Session);
            }

            _sessions.Remove(id, entry);
        }

        _counters.Miss(CachingMetrics.SessionCache);
        return isQuiet
            ? _loads.JoinAsync(id, new Load(_changes.AllChanged, _lifetimes.Now), cancellationToken)
            : LoadAsync(id, cancellationToken);
    }

    public void BeginChange(Guid id)
    {
        _changes.Begin(id);
        Drop(id);
    }

    public void EndChange(Guid id)
    {
        Invalidate(id);
        _changes.End(id);
    }

    public void BeginChangeOfAll() => _changes.BeginAll();

    public void EndChangeOfAll()
    {
        _counters.Invalidated(CachingMetrics.SessionCache);
        _changes.EndAll();
    }

    public void Invalidate(Guid id)
    {
        _counters.Invalidated(CachingMetrics.SessionCache);
        Drop(id);
    }

    public void InvalidateAll()
    {
        _counters.Invalidated(CachingMetrics.SessionCache);
        _changes.AddAll();
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
            _sessions.Set(id, new(session, load, Math.Min(_lifetimes.End(load.Began, _options.SessionLifetime), expiresAt.UtcTicks)));
        }
    }
}
