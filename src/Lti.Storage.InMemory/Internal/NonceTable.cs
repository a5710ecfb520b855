namespace Lti.Storage.InMemory.Internal;

/// <summary>Stores one-time nonces. Not thread-safe.</summary>
internal sealed class NonceTable
{
    private readonly ExpiringTable<string, bool> _used = new();

    public DateTimeOffset? FirstExpiry => _used.FirstExpiry;

    /// <summary>Stores a nonce unless an unexpired one has that value.</summary>
    public bool TryStore(string nonce, bool used, DateTimeOffset now, TimeSpan lifetime)
    {
        if (_used.Find(nonce, now) is not null)
        {
            return false;
        }

        _used.Set(nonce, used, now + lifetime);
        return true;
    }

    /// <summary>Marks a nonce as used.</summary>
    /// <param name="nonce">The nonce.</param>
    /// <param name="now">The time.</param>
    /// <param name="together">Runs first if the nonce is acceptable. If it throws, the nonce stays unused.</param>
    /// <returns>The outcome.</returns>
    public NonceOutcome Consume(string nonce, DateTimeOffset now, Action? together = null)
    {
        switch (_used.Find(nonce))
        {
            case null:
                return NonceOutcome.Unknown;
            case { ExpiresAt: var expiresAt } when expiresAt <= now:
                return NonceOutcome.Expired;
            case { Value: true }:
                return NonceOutcome.AlreadyUsed;
            case { ExpiresAt: var expiresAt }:
                together?.Invoke();
                _used.Set(nonce, value: true, expiresAt);
                return NonceOutcome.Consumed;
        }
    }

    public bool RemoveExpired(DateTimeOffset now) => _used.RemoveExpired(now) is not null;
}
