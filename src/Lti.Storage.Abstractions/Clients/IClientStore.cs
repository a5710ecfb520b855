namespace Lti.Storage;

/// <summary>
/// The tool's registrations on platforms. Strings are compared ordinally (contract rule E1); bad input is refused with an
/// <see cref="ArgumentException"/> before anything is sent or stored (rule E2); an outage is an
/// <see cref="LtiStorageUnavailableException"/> (rule F1). A token that is cancelled before the work was sent throws
/// <see cref="OperationCanceledException"/> and does nothing (rule E5).
/// </summary>
public interface IClientStore
{
    /// <summary>
    /// Streams all clients in the order of their <see cref="LtiClient.Id"/> (rule C5). A client that exists throughout is never skipped;
    /// one added or deleted meanwhile may or may not appear. No connection is held while the caller's loop body runs (rule E6).
    /// </summary>
    /// <param name="after">The cursor: only clients with a greater id are returned. Null begins at the start.</param>
    /// <param name="cancellationToken">Ends the stream with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The clients, read in pages as the caller asks for them.</returns>
    IAsyncEnumerable<LtiClient> ListClientsAsync(Guid? after = null, CancellationToken cancellationToken = default);

    /// <summary>Finds a client by its internal id.</summary>
    /// <param name="id">The internal id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The client, or null where there is none.</returns>
    ValueTask<LtiClient?> FindClientAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Finds a client by its internal id, together with all of its deployments, as they were at one moment.</summary>
    /// <param name="id">The internal id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The client and its deployments, or null where there is no such client.</returns>
    ValueTask<ClientWithDeployments?> FindClientWithDeploymentsAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Finds the clients of an issuer (rule C2). <c>client_id</c> is optional in a login request (LTI Security Framework 1.0, section 5.1.1.1),
    /// and an issuer such as hosted Canvas has many clients.
    /// </summary>
    /// <param name="issuer">The platform's <c>iss</c>.</param>
    /// <param name="clientId">The OAuth2 <c>client_id</c>, or null for every client of the issuer.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The clients in the order of their id; at most one where <paramref name="clientId"/> is given; empty where there is none.</returns>
    /// <exception cref="ArgumentException">A string breaks rule E2.</exception>
    ValueTask<IReadOnlyList<LtiClient>> FindClientsAsync(string issuer, string? clientId = null, CancellationToken cancellationToken = default);

    /// <summary>Adds a client.</summary>
    /// <param name="client">The registration to add.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The client as stored, with its new id.</returns>
    /// <exception cref="ArgumentException">A field breaks rule E2.</exception>
    /// <exception cref="LtiConflictException">The issuer already has a client of that client id (rule C1); nothing was changed.</exception>
    ValueTask<LtiClient> AddClientAsync(NewClient client, CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes the given fields of a client and no others, atomically (rule C3): two concurrent updates of different fields both survive.
    /// The change shows in the next find on this storage (rule L3).
    /// </summary>
    /// <param name="id">The client's internal id.</param>
    /// <param name="update">The fields to change.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The client as it is now.</returns>
    /// <exception cref="ArgumentException">A field breaks rule E2.</exception>
    /// <exception cref="LtiNotFoundException">There is no such client.</exception>
    /// <exception cref="LtiConflictException">Another client has the new issuer and client id (rule C1); nothing was changed.</exception>
    ValueTask<LtiClient> UpdateClientAsync(Guid id, ClientUpdate update, CancellationToken cancellationToken = default);

    /// <summary>Deletes a client and all of its deployments, together or not at all (rule C4). Sessions stay until they expire or are deleted.</summary>
    /// <param name="id">The client's internal id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if the client existed, false otherwise.</returns>
    ValueTask<bool> DeleteClientAsync(Guid id, CancellationToken cancellationToken = default);
}
