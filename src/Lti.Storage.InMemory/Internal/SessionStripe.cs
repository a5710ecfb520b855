namespace Lti.Storage.InMemory.Internal;

internal sealed class SessionStripe : Stripe
{
    private readonly ExpiringEntries<Guid, StoredSession> _sessions = new();
    private readonly SessionIndex _index = new();

    public bool TryAdd(LtiSession session, DateTimeOffset now, TimeSpan lifetime)
    {
        if (_sessions.TryGet(session.Id, out _, out var taken) && taken > now)
        {
            return false;
        }

        Remove(session.Id, now);
        _sessions.Set(session.Id, _index.Add(session), now + lifetime);
        return true;
    }

    /// <summary>The session, unless it has expired.</summary>
    public StoredSession? Find(Guid id, DateTimeOffset now, out DateTimeOffset expiresAt)
        => _sessions.TryGet(id, out var stored, out expiresAt) && expiresAt > now ? stored : null;

    public bool Renew(Guid id, DateTimeOffset now, TimeSpan lifetime)
    {
        if (Find(id, now, out var expiresAt) is not { } stored)
        {
            return false;
        }

        if (now + lifetime > expiresAt)
        {
            _sessions.Set(id, stored, now + lifetime);
        }

        return true;
    }

    /// <summary>Removes the session, expired or not; true if it had not expired.</summary>
    public bool Remove(Guid id, DateTimeOffset now)
    {
        if (!_sessions.Remove(id, out var stored, out var expiresAt))
        {
            return false;
        }

        _index.Remove(stored);
        return expiresAt > now;
    }

    /// <summary>
    /// The ids of the sessions that match, expired or not: those after one, or all, in several sequences, each in order; until something changes here.
    /// </summary>
    public IEnumerable<IEnumerable<Guid>> Find(SessionFilter filter, Guid? after = null) => filter.UserId is null
        ? _index.Find(filter).Select(ids => ids.After(after))
        : _index.Find(filter).Select(ids => ids.After(after).Where(id => _sessions.TryGet(id, out var stored, out _) && Matches(stored, filter)));

    public override int RemoveExpired(DateTimeOffset now, int limit)
    {
        var removed = 0;
        while (removed < limit && _sessions.TryRemoveExpired(now, out var stored))
        {
            _index.Remove(stored);
            removed++;
        }

        return removed;
    }

    private static bool Matches(StoredSession stored, SessionFilter filter)
        => (filter.ClientId is null || filter.ClientId == stored.Deployment.ClientId)
            && (filter.DeploymentId is null || filter.DeploymentId == stored.Deployment.DeploymentId);
}
