namespace Lti.Storage.InMemory.Internal;

/// <summary>One-time nonces. The clock is read under the lock, so that outcomes agree with the order in which they happen.</summary>
internal sealed class NonceTable(TimeProvider clock)
{
    private readonly Stripes<string, NonceStripe> _stripes = new();

    public IReadOnlyList<Stripe> Stripes => _stripes.All;

    /// <summary>Stores a nonce unless an unexpired one of that value is there.</summary>
    public bool TryStore(string nonce, TimeSpan lifetime, bool used)
    {
        var stripe = _stripes.Of(nonce);
        lock (stripe.Gate)
        {
            var now = clock.GetUtcNow();
            if (stripe.Nonces.TryGet(nonce, out _, out var expiresAt) && expiresAt > now)
            {
                return false;
            }

            stripe.Nonces.Set(nonce, used, now + lifetime);
            return true;
        }
    }

    /// <summary>Uses a nonce up.</summary>
    /// <param name="nonce">The nonce.</param>
    /// <param name="together">Happens together with the use, or nothing does: if it throws, the nonce stays unused.</param>
    /// <returns>What became of the nonce.</returns>
    public NonceOutcome Consume(string nonce, Action? together = null)
    {
        var stripe = _stripes.Of(nonce);
        lock (stripe.Gate)
        {
            if (!stripe.Nonces.TryGet(nonce, out var used, out var expiresAt))
            {
                return NonceOutcome.Unknown;
            }

            if (expiresAt <= clock.GetUtcNow())
            {
                return NonceOutcome.Expired;
            }

            if (used)
            {
                return NonceOutcome.AlreadyUsed;
            }

            together?.Invoke();
            stripe.Nonces.Set(nonce, value: true, expiresAt);
            return NonceOutcome.Consumed;
        }
    }
}
