namespace Lti.Storage;

/// <summary>
/// What the tool keeps of verified launches. Lifetimes are counted on the storage's own clock; an expiry handed to the caller is the caller's
/// clock, read before the call was sent, plus what remained (contract rule E7). Input, cancellation and failures are as in
/// <see cref="IClientStore"/> (rules E1, E2, E5, F1). Nothing logs or traces a session's content (rule E8).
/// </summary>
public interface ISessionStore
{
    /// <summary>Stores a session, every member of it (rules S1 and S5).</summary>
    /// <param name="session">The session; its <see cref="LtiSession.ExpiresAt"/> is not looked at.</param>
    /// <param name="lifetime">How long it lives; over zero, at most <see cref="LtiLimits.MaxLifetime"/>. Null means <see cref="LtiStorageOptions.SessionLifetime"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when the session is stored.</returns>
    /// <exception cref="ArgumentException">
    /// The lifetime or the document breaks rule E2: over <see cref="LtiStorageOptions.MaxDocumentBytes"/>, nested too deeply, a number too long,
    /// U+0000 or a lone surrogate, or issuer, client id or deployment id missing, empty or too long.
    /// </exception>
    /// <exception cref="LtiConflictException">
    /// A session of that id is stored; nothing was changed. Whether an expired one that is not cleaned up still takes its id is the provider's choice.
    /// </exception>
    ValueTask AddSessionAsync(LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default);

    /// <summary>Finds an unexpired session by its id (rule S2).</summary>
    /// <param name="id">The session's id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session, equal as JSON to what was stored, with its <see cref="LtiSession.ExpiresAt"/>; null where there is none or it has expired.</returns>
    ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Moves an unexpired session's expiry to now plus the lifetime if that is later; it never shortens (rule S3).</summary>
    /// <param name="id">The session's id.</param>
    /// <param name="lifetime">The lifetime from now; over zero, at most <see cref="LtiLimits.MaxLifetime"/>. Null means <see cref="LtiStorageOptions.SessionLifetime"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if there was an unexpired session of that id, false otherwise.</returns>
    /// <exception cref="ArgumentException">The lifetime breaks rule E2.</exception>
    ValueTask<bool> RenewSessionAsync(Guid id, TimeSpan? lifetime = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes a session (rule S3); an expired one that is not cleaned up goes too, but counts as absent.</summary>
    /// <param name="id">The session's id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if there was an unexpired session of that id, false otherwise.</returns>
    ValueTask<bool> DeleteSessionAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Streams the unexpired sessions that match a filter, in the order of their id, without their documents (rule S4). No connection is held
    /// while the caller's loop body runs (rule E6).
    /// </summary>
    /// <param name="filter">Which sessions are meant.</param>
    /// <param name="after">The cursor: only sessions with a greater id are returned. Null begins at the start.</param>
    /// <param name="cancellationToken">Ends the stream with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The sessions, read in pages as the caller asks for them.</returns>
    /// <exception cref="ArgumentException">A part of the filter breaks rule E2.</exception>
    IAsyncEnumerable<SessionSummary> ListSessionsAsync(SessionFilter filter, Guid? after = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes the sessions that match all given parts of a filter, for example at a user's deletion request.</summary>
    /// <remarks>
    /// Every matching session that was there when the call began is deleted (rule S4); one that is added meanwhile may stay. Expired sessions are deleted
    /// too, but not counted. A provider may work in batches: when the call fails or is cancelled, the sessions deleted so far stay deleted.
    /// Calling again deletes the rest.
    /// </remarks>
    /// <param name="filter">The parts that a session has to match.</param>
    /// <param name="cancellationToken">Cancels the call, between two batches too.</param>
    /// <returns>How many unexpired sessions were deleted.</returns>
    /// <exception cref="ArgumentException">A part of the filter breaks rule E2.</exception>
    ValueTask<long> DeleteSessionsAsync(SessionFilter filter, CancellationToken cancellationToken = default);
}
