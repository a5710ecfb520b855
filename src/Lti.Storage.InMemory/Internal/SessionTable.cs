namespace Lti.Storage.InMemory.Internal;

internal sealed class SessionTable(TimeProvider clock)
{
    private const int Page = 128;

    private static readonly Comparer<Guid> _lastFirst = Comparer<Guid>.Create(static (one, other) => other.CompareTo(one));

    private readonly Stripes<Guid, SessionStripe> _stripes = new();

    public IReadOnlyList<Stripe> Stripes => _stripes.All;

    public bool TryAdd(LtiSession session, TimeSpan lifetime)
    {
        var stripe = _stripes.Of(session.Id);
        lock (stripe.Gate)
        {
            return stripe.TryAdd(session, clock.GetUtcNow(), lifetime);
        }
    }

    public void Add(LtiSession session, TimeSpan lifetime)
    {
        if (!TryAdd(session, lifetime))
        {
            throw LtiConflictException.ForSession(session.Id);
        }
    }

    public LtiSession? Find(Guid id)
    {
        var stripe = _stripes.Of(id);
        lock (stripe.Gate)
        {
            return stripe.Find(id, clock.GetUtcNow(), out var expiresAt) is { } stored ? stored.Session with { ExpiresAt = expiresAt } : null;
        }
    }

    public bool Renew(Guid id, TimeSpan lifetime)
    {
        var stripe = _stripes.Of(id);
        lock (stripe.Gate)
        {
            return stripe.Renew(id, clock.GetUtcNow(), lifetime);
        }
    }

    public bool Delete(Guid id)
    {
        var stripe = _stripes.Of(id);
        lock (stripe.Gate)
        {
            return stripe.Remove(id, clock.GetUtcNow());
        }
    }

    /// <summary>What matches, by id: a page, since many callers want no more, and then all the rest.</summary>
    public IEnumerable<SessionSummary> List(SessionFilter filter, Guid? after)
    {
        var page = First(filter, after);
        foreach (var summary in page.Select(Summarize).OfType<SessionSummary>())
        {
            yield return summary;
        }

        if (page.Count == Page)
        {
            foreach (var summary in All(filter, page[^1]).Select(Summarize).OfType<SessionSummary>())
            {
                yield return summary;
            }
        }
    }

    /// <summary>Deletes what matches while no session can be added: otherwise one added first could survive one added later.</summary>
    public long Delete(SessionFilter filter)
    {
        var deleted = 0L;
        _stripes.Exclusively(stripe =>
        {
            var now = clock.GetUtcNow();
            deleted += stripe.Find(filter).SelectMany(static ids => ids).ToList().Count(id => stripe.Remove(id, now));
        });
        return deleted;
    }

    private List<Guid> First(SessionFilter filter, Guid? after)
    {
        var first = new PriorityQueue<Guid, Guid>(_lastFirst);
        ForEach(filter, after, ids =>
        {
            foreach (var id in ids)
            {
                if (first.Count < Page)
                {
                    first.Enqueue(id, id);
                }
                else if (id < first.Peek())
                {
                    first.DequeueEnqueue(id, id);
                }
                else
                {
                    // Those that follow it are none of the first either.
                    break;
                }
            }
        });
        List<Guid> page = [.. first.UnorderedItems.Select(static item => item.Element)];
        page.Sort();
        return page;
    }

    private List<Guid> All(SessionFilter filter, Guid after)
    {
        List<Guid> all = [];
        ForEach(filter, after, all.AddRange);
        all.Sort();
        return all;
    }

    private void ForEach(SessionFilter filter, Guid? after, Action<IEnumerable<Guid>> act)
    {
        foreach (var stripe in _stripes.All)
        {
            lock (stripe.Gate)
            {
                foreach (var ids in stripe.Find(filter, after))
                {
                    act(ids);
                }
            }
        }
    }

    private SessionSummary? Summarize(Guid id)
    {
        var stripe = _stripes.Of(id);
        lock (stripe.Gate)
        {
            return stripe.Find(id, clock.GetUtcNow(), out var expiresAt) is { } stored
                ? new SessionSummary
                {
                    Id = id,
                    Issuer = stored.Deployment.Issuer,
                    ClientId = stored.Deployment.ClientId,
                    DeploymentId = stored.Deployment.DeploymentId,
                    UserId = stored.User?.UserId,
                    ExpiresAt = expiresAt,
                }
                : null;
        }
    }
}
