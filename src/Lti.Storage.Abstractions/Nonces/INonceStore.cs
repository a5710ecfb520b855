namespace Lti.Storage;

/// <summary>Stores and consumes one-time values that bind a login to a launch.</summary>
/// <remarks>
/// <para>Store, consume and claim share one set of nonces (contract rule N5).</para>
/// <para>
/// A nonce is 1 to <see cref="LtiLimits.MaxIdentifierLength"/> UTF-16 units (rule E2) and compared ordinally (rule E1). It appears in no
/// message, log or trace (rule E8).
/// </para>
/// <para>Lifetimes are counted on the storage's own clock (rule E7).</para>
/// <para>
/// Consume and claim happen exactly once: cancellation has no effect once the call is sent (rule E5). After an
/// <see cref="LtiStorageUnavailableException"/> with an unknown outcome the launch must not be accepted (rule F1).
/// </para>
/// </remarks>
public interface INonceStore
{
    /// <summary>Stores a new nonce (rule N1: an unexpired one is a conflict).</summary>
    /// <remarks>
    /// A stored nonce that has not expired is a conflict, even if it was used. An expired nonce counts as absent, even before a cleanup.
    /// Storing a used nonce again can never make it usable while it is unexpired (rule N3).
    /// </remarks>
    /// <param name="nonce">The value, made from a cryptographic random source.</param>
    /// <param name="lifetime">
    /// The time in which it may be consumed: over zero and at most <see cref="LtiLimits.MaxLifetime"/>. Null means
    /// <see cref="LtiStorageOptions.NonceLifetime"/>.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when the nonce is stored.</returns>
    /// <exception cref="ArgumentException">The nonce or the lifetime breaks the input limits (rule E2).</exception>
    /// <exception cref="LtiConflictException">The nonce is stored and unexpired. Nothing was changed.</exception>
    ValueTask StoreNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default);

    /// <summary>Consumes a nonce in one atomic step.</summary>
    /// <remarks>
    /// Exactly one of any number of concurrent callers gets <see cref="NonceOutcome.Consumed"/>, even in different processes (rule N3).
    /// Every other caller gets the reason for the refusal (rule N2). At the instant of its expiry a nonce is expired (rule N4).
    /// </remarks>
    /// <param name="nonce">The value from the verified id_token.</param>
    /// <param name="cancellationToken">Cancels the call before it is sent.</param>
    /// <returns>The outcome. Only <see cref="NonceOutcome.Consumed"/> accepts the launch.</returns>
    /// <exception cref="ArgumentException">The nonce breaks the input limits (rule E2).</exception>
    ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce, CancellationToken cancellationToken = default);

    /// <summary>Claims a nonce on first sight in one atomic step (rule N5).</summary>
    /// <remarks>
    /// This is the older check without a login. It stores the nonce as used if no unexpired nonce has that value. Exactly one of any number
    /// of concurrent callers gets true. A nonce that is already stored does not change.
    /// </remarks>
    /// <param name="nonce">The value.</param>
    /// <param name="lifetime">
    /// The time in which it stays claimed: over zero and at most <see cref="LtiLimits.MaxLifetime"/>. Null means
    /// <see cref="LtiStorageOptions.NonceLifetime"/>.
    /// </param>
    /// <param name="cancellationToken">Cancels the call before it is sent.</param>
    /// <returns>True if this call is the first to see the nonce. False otherwise.</returns>
    /// <exception cref="ArgumentException">The nonce or the lifetime breaks the input limits (rule E2).</exception>
    ValueTask<bool> ClaimNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default);
}
