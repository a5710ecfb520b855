namespace Lti.Storage.InMemory.Internal;

/// <summary>Stores sessions by id and their ids by each filter that finds them. Not thread-safe.</summary>
internal sealed class SessionTable
{
    private readonly ExpiringTable<Guid, StoredSession> _sessions = new();
    private readonly Dictionary<SessionFilter, SortedSet<Guid>> _ids = [];

    public DateTimeOffset? FirstExpiry => _sessions.FirstExpiry;

    /// <summary>Adds a session. An expired one with that id is replaced.</summary>
    public void Add(LtiSession session, DateTimeOffset now, TimeSpan lifetime)
    {
        if (_sessions.Find(session.Id, now) is not null)
        {
            throw LtiConflictException.ForSession(session.Id);
        }

        Remove(session.Id, now);
        var stored = StoredSession.Create(session);
        _sessions.Set(session.Id, stored, now + lifetime);
        foreach (var filter in stored.Filters())
        {
            if (!_ids.TryGetValue(filter, out var ids))
            {
                _ids[filter] = ids = [];
            }

            ids.Add(session.Id);
        }
    }

    public LtiSession? Find(Guid id, DateTimeOffset now)
        => _sessions.Find(id, now) is { } found ? found.Value.Session with { ExpiresAt = found.ExpiresAt } : null;

    public bool Renew(Guid id, DateTimeOffset now, TimeSpan lifetime)
    {
        if (_sessions.Find(id, now) is not { } found)
        {
            return false;
        }

        if (now + lifetime > found.ExpiresAt)
        {
            _sessions.Set(id, found.Value, now + lifetime);
        }

        return true;
    }

    /// <summary>Removes a session, expired or not. Returns true if it had not expired.</summary>
    public bool Remove(Guid id, DateTimeOffset now)
    {
        if (_sessions.Remove(id) is not { } removed)
        {
            return false;
        }

        Unindex(removed.Value);
        return removed.ExpiresAt > now;
    }

    /// <summary>Removes the matching sessions. Returns how many of them had not expired.</summary>
    public long Remove(SessionFilter filter, DateTimeOffset now)
        => Match(filter, after: null).ToList().Count(found => Remove(found.Key, now));

    /// <summary>Finds the matching unexpired sessions after an id in the order of their ids. Null finds all.</summary>
    public IEnumerable<SessionSummary> List(SessionFilter filter, Guid? after, DateTimeOffset now)
        => Match(filter, after)
            .Where(found => found.ExpiresAt > now)
            .Select(static found => found.Value.Owner.ToSummary(found.Key, found.ExpiresAt));

    public bool RemoveExpired(DateTimeOffset now)
    {
        if (_sessions.RemoveExpired(now) is not { } removed)
        {
            return false;
        }

        Unindex(removed.Value);
        return true;
    }

    // A user or a context has few sessions, so there is no index for one of them together with other parts.
    private IEnumerable<ExpiringTable<Guid, StoredSession>.Entry> Match(SessionFilter filter, Guid? after)
    {
        var indexed = filter switch
        {
            { UserId: { } userId } => new SessionFilter { Issuer = filter.Issuer, UserId = userId },
            { ContextId: { } contextId } => new SessionFilter { Issuer = filter.Issuer, ContextId = contextId },
            _ => filter,
        };
        return _ids.TryGetValue(indexed, out var ids)
            ? ids.After(after).Select(id => _sessions.Find(id)!).Where(found => found.Value.Owner.Matches(filter))
            : [];
    }

    private void Unindex(StoredSession stored)
    {
        foreach (var filter in stored.Filters())
        {
            var ids = _ids[filter];
            ids.Remove(stored.Session.Id);
            if (ids.Count == 0)
            {
                _ids.Remove(filter);
            }
        }
    }
}
