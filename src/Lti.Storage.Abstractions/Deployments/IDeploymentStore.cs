namespace Lti.Storage;

/// <summary>Stores and finds the deployments of a client.</summary>
/// <remarks>
/// <para>
/// A deployment is reached only through its own client. With another client's id it counts as absent (contract rule D4).
/// </para>
/// <para>Concurrent writes on one client and its deployments never deadlock (rule D3).</para>
/// <para>
/// Comparison, input limits, cancellation and outages are as in <see cref="IClientStore"/> (rules E1, E2, E5 and F1).
/// </para>
/// </remarks>
public interface IDeploymentStore
{
    /// <summary>Streams the deployments of a client in the order of their <see cref="LtiDeployment.Id"/> (rule D5: by status).</summary>
    /// <remarks>The listing behaves like <see cref="IClientStore.ListClientsAsync"/>.</remarks>
    /// <param name="clientKey">The client's internal id. An unknown client has no deployments.</param>
    /// <param name="after">The cursor: only deployments with a greater id are returned. Null starts at the beginning.</param>
    /// <param name="status">Only deployments with this status are returned. Null returns all.</param>
    /// <param name="cancellationToken">Ends the stream with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The deployments. They are read in pages as the caller asks for them.</returns>
    /// <exception cref="ArgumentException"><paramref name="status"/> is not defined (rule E2).</exception>
    IAsyncEnumerable<LtiDeployment> ListDeploymentsAsync(
        ClientKey clientKey,
        DeploymentKey? after = null,
        DeploymentStatus? status = null,
        CancellationToken cancellationToken = default);

    /// <summary>Finds a deployment by its internal id.</summary>
    /// <param name="clientKey">The internal id of its client.</param>
    /// <param name="id">The deployment's internal id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The deployment or null if this client has none with that id.</returns>
    ValueTask<LtiDeployment?> FindDeploymentAsync(ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken = default);

    /// <summary>Finds a deployment by the platform's exact deployment id.</summary>
    /// <remarks>The deployment <c>default</c> does not answer for other ids here.</remarks>
    /// <param name="clientKey">The internal id of its client.</param>
    /// <param name="deploymentId">The platform's <c>deployment_id</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The deployment or null if this client has none with that deployment id.</returns>
    /// <exception cref="ArgumentException"><paramref name="deploymentId"/> breaks the input limits (rule E2).</exception>
    ValueTask<LtiDeployment?> FindDeploymentByPlatformIdAsync(
        ClientKey clientKey, string deploymentId, CancellationToken cancellationToken = default);

    /// <summary>Adds a deployment to a client.</summary>
    /// <param name="clientKey">The client's internal id.</param>
    /// <param name="deployment">The deployment to add.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The stored deployment with its new id.</returns>
    /// <exception cref="ArgumentException">A field breaks the input limits (rule E2).</exception>
    /// <exception cref="LtiNotFoundException">There is no such client (rule D1).</exception>
    /// <exception cref="LtiConflictException">The client already has a deployment with that id (rule D1). Nothing was changed.</exception>
    ValueTask<LtiDeployment> AddDeploymentAsync(
        ClientKey clientKey, NewDeployment deployment, CancellationToken cancellationToken = default);

    /// <summary>Returns the deployment with that id and creates it if it is absent.</summary>
    /// <remarks>
    /// The call is atomic: all concurrent callers get the same deployment (rule D2). A created deployment has no name and no description.
    /// An existing deployment is never changed, its status included.
    /// </remarks>
    /// <param name="clientKey">The client's internal id.</param>
    /// <param name="deploymentId">The platform's <c>deployment_id</c>.</param>
    /// <param name="status">The status of a new deployment. Pending lets an administrator approve it first.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The existing or new deployment.</returns>
    /// <exception cref="ArgumentException"><paramref name="deploymentId"/> breaks the input limits (rule E2).</exception>
    /// <exception cref="LtiNotFoundException">There is no such client.</exception>
    ValueTask<LtiDeployment> EnsureDeploymentAsync(
        ClientKey clientKey,
        string deploymentId,
        DeploymentStatus status = DeploymentStatus.Active,
        CancellationToken cancellationToken = default);

    /// <summary>Changes the given fields of a deployment in one atomic step (rule C3).</summary>
    /// <remarks>
    /// Other fields stay as they are. The change shows in the next find on this storage (rule L3). With
    /// <see cref="DeploymentUpdate.ExpectedStatus"/> the same step checks the stored status (rule D6).
    /// </remarks>
    /// <param name="clientKey">The internal id of its client.</param>
    /// <param name="id">The deployment's internal id.</param>
    /// <param name="update">The fields to change.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The deployment after the update.</returns>
    /// <exception cref="ArgumentException">A field breaks the input limits (rule E2).</exception>
    /// <exception cref="LtiNotFoundException">This client has no deployment with that id.</exception>
    /// <exception cref="LtiConflictException">
    /// Another deployment of the client has the new deployment id (rule D1), or the deployment does not have the expected status (rule D6).
    /// Nothing was changed.
    /// </exception>
    ValueTask<LtiDeployment> UpdateDeploymentAsync(
        ClientKey clientKey, DeploymentKey id, DeploymentUpdate update, CancellationToken cancellationToken = default);

    /// <summary>Deletes a deployment.</summary>
    /// <remarks>Sessions stay until they expire or are deleted.</remarks>
    /// <param name="clientKey">The internal id of its client.</param>
    /// <param name="id">The deployment's internal id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if this client had a deployment with that id. False otherwise.</returns>
    ValueTask<bool> DeleteDeploymentAsync(ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken = default);
}
