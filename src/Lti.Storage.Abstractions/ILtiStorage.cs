namespace Lti.Storage;

/// <summary>
/// Everything that an LTI 1.3 tool stores: the small stores together, and the two operations that span them. Thread-safe, and meant to be a
/// singleton. Every provider passes the same conformance suite; <c>docs/reference/contract.md</c> lists the rules.
/// </summary>
/// <remarks>
/// <para>What a caller passed in or got back can't change what is stored or what another caller sees, lists included (rule E4).</para>
/// <para>No operation holds two connections, and no enumeration holds one while the caller's loop body runs (rule E6).</para>
/// <para>A call can be waited for synchronously: none needs the caller's thread or synchronization context to finish (rule E9).</para>
/// <para>
/// Disposing releases the resources that the storage created, never those that the caller passed in. A storage can be disposed any number of times, and a
/// container disposes it once for each interface that it handed out (rule E10). A storage that also implements <see cref="IDisposable"/> can be owned by
/// a container that is disposed synchronously.
/// </para>
/// </remarks>
public interface ILtiStorage :
    IClientStore,
    IDeploymentStore,
    ILaunchConfigStore,
    INonceStore,
    ISessionStore,
    IRegistrationSessionStore,
    IAsyncDisposable
{
    /// <summary>
    /// Consumes the nonce and adds the session in one atomic step and one round trip (rule L5): <see cref="NonceOutcome.Consumed"/> means that
    /// both happened, anything else that neither did. Not cut off once sent (rule E5).
    /// </summary>
    /// <param name="nonce">The nonce of the verified id_token.</param>
    /// <param name="session">The session made from it; its <see cref="LtiSession.ExpiresAt"/> is not looked at.</param>
    /// <param name="lifetime">The session's lifetime; over zero, at most <see cref="LtiLimits.MaxLifetime"/>. Null means <see cref="LtiStorageOptions.SessionLifetime"/>.</param>
    /// <param name="cancellationToken">Cancels the call before it is sent.</param>
    /// <returns>What became of the nonce; with one that is not acceptable, its outcome, whatever the session's id.</returns>
    /// <exception cref="ArgumentException">The nonce, the session or the lifetime breaks rule E2, as in <see cref="ISessionStore.AddSessionAsync"/>.</exception>
    /// <exception cref="LtiConflictException">The nonce is good but a session of that id is stored; the nonce stays unused.</exception>
    /// <exception cref="LtiStorageUnavailableException">The storage broke off (rule F1). After an unknown outcome do not accept the launch.</exception>
    ValueTask<NonceOutcome> CompleteLaunchAsync(string nonce, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes what has expired and nothing else (rule K1), in batches of <see cref="LtiStorageOptions.CleanupBatchSize"/> (rule K2): another
    /// operation waits at most for one batch, and any number of nodes may clean up at once.
    /// </summary>
    /// <param name="cancellationToken">
    /// Ends the run. Before its first batch that throws <see cref="OperationCanceledException"/>; later the counts so far are returned with
    /// <see cref="CleanupResult.Completed"/> false (rule K3).
    /// </param>
    /// <returns>How many of each kind were removed.</returns>
    ValueTask<CleanupResult> CleanupAsync(CancellationToken cancellationToken = default);
}
