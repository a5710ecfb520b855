namespace Lti.Storage.InMemory.Internal;

internal sealed class NonceStripe : Stripe
{
    /// <summary>Nonces, and whether each is used.</summary>
    public ExpiringEntries<string, bool> Nonces { get; } = new();

    public override int RemoveExpired(DateTimeOffset now, int limit)
    {
        var removed = 0;
        while (removed < limit && Nonces.TryRemoveExpired(now, out _))
        {
            removed++;
        }

        return removed;
    }
}
