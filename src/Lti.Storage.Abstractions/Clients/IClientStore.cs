namespace Lti.Storage;

/// <summary>Stores and finds the tool's registrations on platforms.</summary>
/// <remarks>
/// <para>Strings are compared ordinally (contract rule E1).</para>
/// <para>Invalid input throws an <see cref="ArgumentException"/> before anything is sent or stored (rule E2).</para>
/// <para>An outage throws an <see cref="LtiStorageUnavailableException"/> (rule F1).</para>
/// <para>
/// A token that is cancelled before the work is sent throws <see cref="OperationCanceledException"/> and changes nothing (rule E5).
/// </para>
/// </remarks>
public interface IClientStore
{
    /// <summary>Streams all clients in the order of their <see cref="LtiClient.Id"/> (rule C5).</summary>
    /// <remarks>
    /// A client that exists during the whole listing is never skipped. A client that is added or deleted meanwhile may or may not appear.
    /// No connection is held while the caller's loop body runs (rule E6).
    /// </remarks>
    /// <param name="after">The cursor: only clients with a greater id are returned. Null starts at the beginning.</param>
    /// <param name="cancellationToken">Ends the stream with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The clients. They are read in pages as the caller asks for them.</returns>
    IAsyncEnumerable<LtiClient> ListClientsAsync(ClientKey? after = null, CancellationToken cancellationToken = default);

    /// <summary>Finds a client by its internal id.</summary>
    /// <param name="id">The internal id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The client or null if there is none.</returns>
    ValueTask<LtiClient?> FindClientAsync(ClientKey id, CancellationToken cancellationToken = default);

    /// <summary>Finds a client and all of its deployments as they were at one moment.</summary>
    /// <param name="id">The internal id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The client and its deployments. Null if there is no such client.</returns>
    ValueTask<ClientWithDeployments?> FindClientWithDeploymentsAsync(ClientKey id, CancellationToken cancellationToken = default);

    /// <summary>Finds the client of an issuer and client id in one round trip (rule C6).</summary>
    /// <param name="issuer">The platform's <c>iss</c>.</param>
    /// <param name="clientId">The OAuth2 <c>client_id</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The client, enabled or not. Null if there is none.</returns>
    /// <exception cref="ArgumentException">A string breaks the input limits (rule E2).</exception>
    ValueTask<LtiClient?> FindClientAsync(string issuer, string clientId, CancellationToken cancellationToken = default);

    /// <summary>Finds the clients of an issuer in one round trip (rule C2).</summary>
    /// <remarks>
    /// An issuer such as hosted Canvas has many clients. A login request may name a deployment in place of a client (LTI Security Framework
    /// 1.0, section 5.1.1.1). <see cref="ILoginStore.ResolveLoginAsync"/> does both.
    /// </remarks>
    /// <param name="issuer">The platform's <c>iss</c>.</param>
    /// <param name="deploymentId">The platform's exact <c>deployment_id</c>. Null finds every client of the issuer.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// The clients in the order of their ids, enabled or not. With <paramref name="deploymentId"/> only those that have this deployment.
    /// Empty if there is none.
    /// </returns>
    /// <exception cref="ArgumentException">A string breaks the input limits (rule E2).</exception>
    ValueTask<IReadOnlyList<LtiClient>> FindClientsAsync(
        string issuer, string? deploymentId = null, CancellationToken cancellationToken = default);

    /// <summary>Adds a client.</summary>
    /// <param name="client">The registration to add.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The stored client with its new id.</returns>
    /// <exception cref="ArgumentException">A field breaks the input limits (rule E2).</exception>
    /// <exception cref="LtiConflictException">
    /// The issuer already has a client with that client id (rule C1). Nothing was changed.
    /// </exception>
    ValueTask<LtiClient> AddClientAsync(NewClient client, CancellationToken cancellationToken = default);

    /// <summary>Changes the given fields of a client in one atomic step (rule C3).</summary>
    /// <remarks>
    /// Other fields stay as they are: two concurrent updates of different fields both survive. The change shows in the next find on this
    /// storage (rule L3).
    /// </remarks>
    /// <param name="id">The client's internal id.</param>
    /// <param name="update">The fields to change.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The client after the update.</returns>
    /// <exception cref="ArgumentException">A field breaks the input limits (rule E2).</exception>
    /// <exception cref="LtiNotFoundException">There is no such client.</exception>
    /// <exception cref="LtiConflictException">Another client has the new issuer and client id (rule C1). Nothing was changed.</exception>
    ValueTask<LtiClient> UpdateClientAsync(ClientKey id, ClientUpdate update, CancellationToken cancellationToken = default);

    /// <summary>Deletes a client and all of its deployments in one atomic step (rule C4).</summary>
    /// <remarks>Sessions stay until they expire or are deleted.</remarks>
    /// <param name="id">The client's internal id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if the client existed. False otherwise.</returns>
    ValueTask<bool> DeleteClientAsync(ClientKey id, CancellationToken cancellationToken = default);
}
