namespace Lti.Storage.InMemory.Internal;

internal sealed class RegistrationTable(TimeProvider clock)
{
    private readonly Stripes<Guid, RegistrationStripe> _stripes = new();

    public IReadOnlyList<Stripe> Stripes => _stripes.All;

    public void Save(LtiRegistrationSession session, TimeSpan lifetime)
    {
        var stripe = _stripes.Of(session.Id);
        lock (stripe.Gate)
        {
            stripe.Sessions.Set(session.Id, session, clock.GetUtcNow() + lifetime);
        }
    }

    public LtiRegistrationSession? Find(Guid id)
    {
        var stripe = _stripes.Of(id);
        lock (stripe.Gate)
        {
            return stripe.Sessions.TryGet(id, out var session, out var expiresAt) && expiresAt > clock.GetUtcNow()
                ? session with { ExpiresAt = expiresAt }
                : null;
        }
    }

    /// <summary>Removes it, expired or not; null if it had expired.</summary>
    public LtiRegistrationSession? Remove(Guid id)
    {
        var stripe = _stripes.Of(id);
        lock (stripe.Gate)
        {
            return stripe.Sessions.Remove(id, out var session, out var expiresAt) && expiresAt > clock.GetUtcNow()
                ? session with { ExpiresAt = expiresAt }
                : null;
        }
    }
}
