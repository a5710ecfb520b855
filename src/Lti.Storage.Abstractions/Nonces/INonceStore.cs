namespace Lti.Storage;

/// <summary>
/// One-time values that bind a login to a launch. Store, consume and claim share one set (contract rule N5). A nonce is 1 to
/// <see cref="LtiLimits.MaxIdentifierLength"/> UTF-16 units, compared ordinally, and appears in no message, log or trace (rules E1, E2, E8).
/// Lifetimes are counted on the storage's own clock (rule E7). Consume and claim happen exactly once: they are not cut off once sent (rule E5),
/// and after an <see cref="LtiStorageUnavailableException"/> of unknown outcome the launch must not be accepted (rule F1).
/// </summary>
public interface INonceStore
{
    /// <summary>
    /// Stores a nonce, create-only (rule N1): one that is stored and unexpired, used or not, is a conflict; an expired one counts as absent,
    /// cleaned up or not. Storing again can never reopen a used nonce while it is unexpired (rule N3).
    /// </summary>
    /// <param name="nonce">The value, made from a cryptographic random source.</param>
    /// <param name="lifetime">How long it may be consumed; over zero, at most <see cref="LtiLimits.MaxLifetime"/>. Null means <see cref="LtiStorageOptions.NonceLifetime"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when the nonce is stored.</returns>
    /// <exception cref="ArgumentException">The nonce or the lifetime breaks rule E2.</exception>
    /// <exception cref="LtiConflictException">The nonce is stored and unexpired; nothing was changed.</exception>
    ValueTask StoreNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Uses a nonce up, atomically (rules N2 to N4): of any number of concurrent callers, in any number of processes, exactly one gets
    /// <see cref="NonceOutcome.Consumed"/>.
    /// </summary>
    /// <param name="nonce">The value from the verified id_token.</param>
    /// <param name="cancellationToken">Cancels the call before it is sent.</param>
    /// <returns>What became of it; only <see cref="NonceOutcome.Consumed"/> accepts the launch.</returns>
    /// <exception cref="ArgumentException">The nonce breaks rule E2.</exception>
    ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce, CancellationToken cancellationToken = default);

    /// <summary>
    /// The older first-sight check (rule N5): stores the nonce as used if no unexpired nonce of that value is stored, atomically.
    /// Exactly one of any number of concurrent callers gets true; what is stored otherwise stays unchanged.
    /// </summary>
    /// <param name="nonce">The value.</param>
    /// <param name="lifetime">How long it stays claimed; over zero, at most <see cref="LtiLimits.MaxLifetime"/>. Null means <see cref="LtiStorageOptions.NonceLifetime"/>.</param>
    /// <param name="cancellationToken">Cancels the call before it is sent.</param>
    /// <returns>True if this call is the first to see the nonce, false otherwise.</returns>
    /// <exception cref="ArgumentException">The nonce or the lifetime breaks rule E2.</exception>
    ValueTask<bool> ClaimNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default);
}
