namespace Lti.Storage.InMemory.Internal;

internal sealed class RegistrationStripe : Stripe
{
    public ExpiringEntries<Guid, LtiRegistrationSession> Sessions { get; } = new();

    public override int RemoveExpired(DateTimeOffset now, int limit)
    {
        var removed = 0;
        while (removed < limit && Sessions.TryRemoveExpired(now, out _))
        {
            removed++;
        }

        return removed;
    }
}
