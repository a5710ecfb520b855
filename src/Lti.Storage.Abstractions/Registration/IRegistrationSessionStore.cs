namespace Lti.Storage;

/// <summary>Stores the state between the two requests of LTI dynamic registration.</summary>
/// <remarks>
/// <para>Lifetimes are counted on the storage's own clock (contract rule E7).</para>
/// <para>
/// Comparison, input limits, cancellation and outages are as in <see cref="IClientStore"/> (rules E1, E2, E5 and F1).
/// </para>
/// <para>A registration token is never logged or traced (rule E8).</para>
/// </remarks>
public interface IRegistrationSessionStore
{
    /// <summary>Inserts or replaces a registration session (rule R1).</summary>
    /// <remarks>It may be replaced because a platform may retry.</remarks>
    /// <param name="session">The registration session. The caller chose its id.</param>
    /// <param name="lifetime">
    /// The lifetime: over zero and at most <see cref="LtiLimits.MaxLifetime"/>. Null means
    /// <see cref="LtiStorageOptions.RegistrationSessionLifetime"/>.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when it is stored.</returns>
    /// <exception cref="ArgumentException">
    /// The lifetime or the document breaks the input limits (rule E2). The message repeats no part of the document.
    /// </exception>
    ValueTask SaveRegistrationSessionAsync(
        LtiRegistrationSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default);

    /// <summary>Finds an unexpired registration session (rule R2).</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// The registration session with its <see cref="LtiRegistrationSession.ExpiresAt"/>. Null if there is none or it has expired.
    /// </returns>
    ValueTask<LtiRegistrationSession?> FindRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Returns an unexpired registration session and removes it in one atomic step (rule R3).</summary>
    /// <remarks>
    /// Exactly one of any number of concurrent callers gets it. Cancellation has no effect once the call is sent (rule E5). An expired one
    /// that was not cleaned up is removed too but counts as absent.
    /// </remarks>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call before it is sent.</param>
    /// <returns>The registration session. Null if there is none, it has expired, or another caller got it.</returns>
    ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Deletes a registration session (rule R4).</summary>
    /// <remarks>An expired one that was not cleaned up is removed too but counts as absent.</remarks>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if there was an unexpired one with that id. False otherwise.</returns>
    ValueTask<bool> DeleteRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default);
}
