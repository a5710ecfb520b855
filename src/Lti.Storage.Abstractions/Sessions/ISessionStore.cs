namespace Lti.Storage;

/// <summary>Stores and finds the sessions of verified launches.</summary>
/// <remarks>
/// <para>
/// Lifetimes are counted on the storage's own clock. The expiry that a caller gets is the caller's time just before the call plus the
/// remaining lifetime (contract rule E7).
/// </para>
/// <para>
/// Comparison, input limits, cancellation and outages are as in <see cref="IClientStore"/> (rules E1, E2, E5 and F1).
/// </para>
/// <para>Session content is never logged or traced (rule E8).</para>
/// </remarks>
public interface ISessionStore
{
    /// <summary>Stores a new session with every member of its document (rules S1 and S5).</summary>
    /// <param name="session">The session. Its <see cref="LtiSession.ExpiresAt"/> is ignored.</param>
    /// <param name="lifetime">
    /// The lifetime: over zero and at most <see cref="LtiLimits.MaxLifetime"/>. Null means <see cref="LtiStorageOptions.SessionLifetime"/>.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when the session is stored.</returns>
    /// <exception cref="ArgumentException">
    /// The lifetime or the document breaks the input limits (rule E2). The document is larger than
    /// <see cref="LtiStorageOptions.MaxDocumentBytes"/> or nested too deeply, has too long a number, or contains U+0000 or a lone
    /// surrogate. Or its issuer, client id or deployment id is missing, empty or too long. Or its id is <see cref="Guid.Empty"/>.
    /// </exception>
    /// <exception cref="LtiConflictException">
    /// The id is already stored. Nothing was changed. A provider may also report this for an expired session that was not cleaned up.
    /// </exception>
    ValueTask AddSessionAsync(LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default);

    /// <summary>Finds an unexpired session by its id (rule S2).</summary>
    /// <param name="id">The session's id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// The session with its <see cref="LtiSession.ExpiresAt"/>. Its document equals the stored one as JSON. Null if there is none or it has
    /// expired.
    /// </returns>
    ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Extends an unexpired session to now plus the lifetime. It never shortens a session (rule S3).</summary>
    /// <param name="id">The session's id.</param>
    /// <param name="lifetime">
    /// The lifetime from now: over zero and at most <see cref="LtiLimits.MaxLifetime"/>. Null means
    /// <see cref="LtiStorageOptions.SessionLifetime"/>.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if there was an unexpired session with that id. False otherwise.</returns>
    /// <exception cref="ArgumentException">The lifetime breaks the input limits (rule E2).</exception>
    ValueTask<bool> RenewSessionAsync(Guid id, TimeSpan? lifetime = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes a session (rule S3).</summary>
    /// <remarks>An expired session that was not cleaned up is removed too but counts as absent.</remarks>
    /// <param name="id">The session's id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if there was an unexpired session with that id. False otherwise.</returns>
    ValueTask<bool> DeleteSessionAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Streams the unexpired sessions that match a filter in the order of their ids (rule S4).</summary>
    /// <remarks>The documents are left out. No connection is held while the caller's loop body runs (rule E6).</remarks>
    /// <param name="filter">The parts that a session has to match.</param>
    /// <param name="after">The cursor: only sessions with a greater id are returned. Null starts at the beginning.</param>
    /// <param name="cancellationToken">Ends the stream with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The sessions. They are read in pages as the caller asks for them.</returns>
    /// <exception cref="ArgumentException">A part of the filter breaks the input limits (rule E2).</exception>
    IAsyncEnumerable<SessionSummary> ListSessionsAsync(
        SessionFilter filter, Guid? after = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes the sessions that match all given parts of a filter.</summary>
    /// <remarks>
    /// <para>For example after a user's request for deletion.</para>
    /// <para>
    /// Every matching session that existed when the call began is deleted (rule S4). A session that is added meanwhile may stay. Expired
    /// sessions are deleted too but not counted.
    /// </para>
    /// <para>
    /// A provider may work in batches. If the call fails or is cancelled, the sessions deleted so far stay deleted. Another call deletes
    /// the rest.
    /// </para>
    /// </remarks>
    /// <param name="filter">The parts that a session has to match.</param>
    /// <param name="cancellationToken">Cancels the call. It is also checked between two batches.</param>
    /// <returns>The number of unexpired sessions that were deleted.</returns>
    /// <exception cref="ArgumentException">A part of the filter breaks the input limits (rule E2).</exception>
    ValueTask<long> DeleteSessionsAsync(SessionFilter filter, CancellationToken cancellationToken = default);
}
