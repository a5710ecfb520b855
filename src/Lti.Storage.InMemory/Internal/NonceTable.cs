namespace Lti.Storage.InMemory.Internal;

/// <summary>Stores one-time nonces and the logins that some of them belong to. Not thread-safe.</summary>
internal sealed class NonceTable
{
    private readonly ExpiringTable<string, StoredNonce> _nonces = new();
    private readonly Dictionary<string, string> _noncesByState = new(StringComparer.Ordinal);

    public DateTimeOffset? FirstExpiry => _nonces.FirstExpiry;

    /// <summary>Stores a nonce without a login unless an unexpired one has that value.</summary>
    public bool TryStore(string nonce, bool used, DateTimeOffset now, TimeSpan lifetime)
    {
        if (_nonces.Find(nonce, now) is not null)
        {
            return false;
        }

        Set(nonce, new StoredNonce(used, Login: null), now + lifetime);
        return true;
    }

    /// <summary>Stores a login and its nonce. An expired login or nonce counts as absent.</summary>
    public void Begin(LtiLogin login, DateTimeOffset now, TimeSpan lifetime)
    {
        if (_nonces.Find(login.Nonce, now) is not null)
        {
            throw LtiConflictException.ForNonce();
        }

        if (FindNonce(login.State, now) is not null)
        {
            throw LtiConflictException.ForLogin();
        }

        // An expired login gives its state up. Its nonce stays until a cleanup.
        if (_noncesByState.TryGetValue(login.State, out var old) && _nonces.Find(old) is { } expired)
        {
            Set(old, expired.Value with { Login = null }, expired.ExpiresAt);
        }

        Set(login.Nonce, new StoredNonce(IsUsed: false, login with { ExpiresAt = now + lifetime }), now + lifetime);
    }

    public LtiLogin? FindLogin(string state, DateTimeOffset now)
        => FindNonce(state, now) is { Value: { IsUsed: false, Login: var login } } ? login : null;

    /// <summary>Marks a nonce as used.</summary>
    /// <param name="nonce">The nonce.</param>
    /// <param name="state">The state of the nonce's login. Null accepts any nonce, with or without a login.</param>
    /// <param name="now">The time.</param>
    /// <param name="together">Runs first if the nonce is acceptable. If it throws, the nonce stays unused.</param>
    /// <returns>The outcome.</returns>
    public NonceOutcome Consume(string nonce, string? state, DateTimeOffset now, Action? together = null)
    {
        var found = _nonces.Find(nonce);
        if (found is null || (state is not null && found.Value.Login?.State != state))
        {
            return NonceOutcome.Unknown;
        }

        if (found.ExpiresAt <= now)
        {
            return NonceOutcome.Expired;
        }

        if (found.Value.IsUsed)
        {
            return NonceOutcome.AlreadyUsed;
        }

        together?.Invoke();
        Set(nonce, found.Value with { IsUsed = true }, found.ExpiresAt);
        return NonceOutcome.Consumed;
    }

    public bool RemoveExpired(DateTimeOffset now)
    {
        if (_nonces.RemoveExpired(now) is not { } removed)
        {
            return false;
        }

        Unindex(removed.Value);
        return true;
    }

    private ExpiringTable<string, StoredNonce>.Entry? FindNonce(string state, DateTimeOffset now)
        => _noncesByState.TryGetValue(state, out var nonce) ? _nonces.Find(nonce, now) : null;

    private void Set(string nonce, StoredNonce value, DateTimeOffset expiresAt)
    {
        Remove(nonce);
        _nonces.Set(nonce, value, expiresAt);
        if (value.Login is { } login)
        {
            _noncesByState[login.State] = nonce;
        }
    }

    private void Remove(string nonce)
    {
        if (_nonces.Remove(nonce) is { } removed)
        {
            Unindex(removed.Value);
        }
    }

    private void Unindex(StoredNonce stored)
    {
        if (stored.Login is { } login)
        {
            _noncesByState.Remove(login.State);
        }
    }
}
