namespace Lti.Storage;

/// <summary>Stores everything that an LTI 1.3 tool stores.</summary>
/// <remarks>
/// <para>
/// It joins the small stores and adds the two operations that span them. It is thread-safe and meant to be a singleton. Every provider
/// passes the same conformance suite. <c>docs/reference/contract.md</c> lists the rules.
/// </para>
/// <para>
/// Objects and lists that a caller passes in or gets back are copies or immutable. They never change the stored data (rule E4).
/// </para>
/// <para>No operation holds two connections. No enumeration holds one while the caller's loop body runs (rule E6).</para>
/// <para>A caller may wait synchronously: no call needs the caller's thread or synchronization context to finish (rule E9).</para>
/// <para>
/// Disposing releases the resources that the storage created but never the caller's own resources. A storage can be disposed any
/// number of times: a container disposes it once for each interface that it handed out (rule E10). A container that is disposed
/// synchronously can own a storage that also implements <see cref="IDisposable"/>.
/// </para>
/// </remarks>
public interface ILtiStorage :
    IClientStore,
    IDeploymentStore,
    ILoginStore,
    ILaunchStore,
    INonceStore,
    ISessionStore,
    IRegistrationSessionStore,
    IAsyncDisposable
{
    /// <summary>Consumes the nonce and adds the session in one atomic step and one round trip (rule L5).</summary>
    /// <remarks>
    /// <see cref="NonceOutcome.Consumed"/> means that both happened. Every other outcome means that neither did. Cancellation has no effect
    /// once the call is sent (rule E5).
    /// </remarks>
    /// <param name="nonce">The nonce of the verified id_token.</param>
    /// <param name="session">The session made from it. Its <see cref="LtiSession.ExpiresAt"/> is ignored.</param>
    /// <param name="lifetime">
    /// The session's lifetime: over zero and at most <see cref="LtiLimits.MaxLifetime"/>. Null means
    /// <see cref="LtiStorageOptions.SessionLifetime"/>.
    /// </param>
    /// <param name="cancellationToken">Cancels the call before it is sent.</param>
    /// <returns>The outcome of the nonce. If the nonce is refused, the session's id does not matter.</returns>
    /// <exception cref="ArgumentException">
    /// The nonce, the session or the lifetime breaks the input limits (rule E2), as in <see cref="ISessionStore.AddSessionAsync"/>.
    /// </exception>
    /// <exception cref="LtiConflictException">
    /// The nonce is acceptable but the session's id is already stored. The nonce stays unused.
    /// </exception>
    /// <exception cref="LtiStorageUnavailableException">
    /// The storage broke off (rule F1). After an unknown outcome do not accept the launch.
    /// </exception>
    ValueTask<NonceOutcome> CompleteLaunchAsync(
        string nonce, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Consumes the login's nonce, uses the login up and adds the session in one atomic step and one round trip (rule G3).
    /// </summary>
    /// <remarks>
    /// <see cref="NonceOutcome.Consumed"/> means that all of it happened. Every other outcome means that nothing did. Of any number of
    /// concurrent callers exactly one gets it. Cancellation has no effect once the call is sent (rule E5).
    /// </remarks>
    /// <param name="login">
    /// The login as <see cref="ILoginStore.FindLoginAsync"/> returned it. Its state and its nonce must belong together.
    /// </param>
    /// <param name="session">The session made from the verified id_token. Its <see cref="LtiSession.ExpiresAt"/> is ignored.</param>
    /// <param name="lifetime">
    /// The session's lifetime: over zero and at most <see cref="LtiLimits.MaxLifetime"/>. Null means
    /// <see cref="LtiStorageOptions.SessionLifetime"/>.
    /// </param>
    /// <param name="cancellationToken">Cancels the call before it is sent.</param>
    /// <returns>
    /// The outcome. <see cref="NonceOutcome.Unknown"/> also if the state and the nonce are not of one login. If the login is refused, the
    /// session's id does not matter.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// The login, the session or the lifetime breaks the input limits (rule E2), as in <see cref="ISessionStore.AddSessionAsync"/>.
    /// </exception>
    /// <exception cref="LtiConflictException">
    /// The login is acceptable but the session's id is already stored. The login stays unused.
    /// </exception>
    /// <exception cref="LtiStorageUnavailableException">
    /// The storage broke off (rule F1). After an unknown outcome do not accept the launch.
    /// </exception>
    ValueTask<NonceOutcome> CompleteLaunchAsync(
        LtiLogin login, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default);

    /// <summary>Removes expired rows and nothing else (rule K1).</summary>
    /// <remarks>
    /// It works in batches of <see cref="LtiStorageOptions.CleanupBatchSize"/>, so that another operation waits for at most one batch (rule
    /// K2). Any number of nodes may clean up concurrently. A login and its nonce count as one nonce (rule G4).
    /// </remarks>
    /// <param name="cancellationToken">
    /// Stops the run. Before the first batch the call throws <see cref="OperationCanceledException"/>. Later it returns the counts so far
    /// with <see cref="CleanupResult.Completed"/> false (rule K3).
    /// </param>
    /// <returns>The number of removed rows of each kind.</returns>
    ValueTask<CleanupResult> CleanupAsync(CancellationToken cancellationToken = default);
}
