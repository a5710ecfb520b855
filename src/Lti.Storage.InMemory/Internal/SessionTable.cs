namespace Lti.Storage.InMemory.Internal;

internal sealed class SessionTable(TimeProvider clock)
{
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

    /// <summary>What matches, by id. The ids are those of the start; what was deleted or expired meanwhile is left out.</summary>
    public IEnumerable<SessionSummary> List(SessionFilter filter, Guid? after)
        => Find(filter, after).Select(Summarize).OfType<SessionSummary>();

    /// <summary>Deletes what matches while no session can be added: otherwise one added first could survive one added later.</summary>
    public long Delete(SessionFilter filter)
    {
        var deleted = 0L;
        _stripes.Exclusively(stripe =>
        {
            var now = clock.GetUtcNow();
            deleted += stripe.Find(filter).Count(id => stripe.Remove(id, now));
        });
        return deleted;
    }

    private List<Guid> Find(SessionFilter filter, Guid? after)
    {
        List<Guid> ids = [];
        foreach (var stripe in _stripes.All)
        {
            lock (stripe.Gate)
            {
                ids.AddRange(stripe.Find(filter).Where(id => after is null || id > after));
            }
        }

        ids.Sort();
        return ids;
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
