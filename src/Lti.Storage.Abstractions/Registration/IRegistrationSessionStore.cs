namespace Lti.Storage;

/// <summary>
/// State kept between the two requests of LTI dynamic registration. Lifetimes are counted on the storage's own clock (contract rule E7).
/// Input, cancellation and failures are as in <see cref="IClientStore"/> (rules E1, E2, E5, F1). Nothing logs or traces a registration
/// token (rule E8).
/// </summary>
public interface IRegistrationSessionStore
{
    /// <summary>Inserts or replaces a registration session; a platform may retry (rule R1).</summary>
    /// <param name="session">The registration session, under the id that the caller gave it.</param>
    /// <param name="lifetime">
    /// How long it lives; over zero, at most <see cref="LtiLimits.MaxLifetime"/>. Null means <see cref="LtiStorageOptions.RegistrationSessionLifetime"/>.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when it is stored.</returns>
    /// <exception cref="ArgumentException">The lifetime or the document breaks rule E2; nothing of the document is repeated.</exception>
    ValueTask SaveRegistrationSessionAsync(LtiRegistrationSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default);

    /// <summary>Finds an unexpired registration session (rule R2).</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>It, with its <see cref="LtiRegistrationSession.ExpiresAt"/>; null where there is none or it has expired.</returns>
    ValueTask<LtiRegistrationSession?> FindRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Returns an unexpired registration session and removes it, atomically: exactly one of any number of concurrent callers gets it (rule R3).
    /// Not cut off once sent (rule E5). An expired one that is not cleaned up goes too, but counts as absent.
    /// </summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call before it is sent.</param>
    /// <returns>It, or null where there is none, it has expired, or another caller got it.</returns>
    ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Deletes a registration session (rule R4); an expired one that is not cleaned up goes too, but counts as absent.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if there was an unexpired one of that id, false otherwise.</returns>
    ValueTask<bool> DeleteRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default);
}
