namespace Lti.Storage;

/// <summary>
/// The installations of a client. A deployment is reached only through its own client: with another client's id it is as if it did not
/// exist (contract rule D4). Any mix of concurrent writes on one client and its deployments ends without deadlock (rule D3).
/// Input, cancellation and failures are as in <see cref="IClientStore"/> (rules E1, E2, E5, F1).
/// </summary>
public interface IDeploymentStore
{
    /// <summary>Streams the deployments of a client in the order of their <see cref="LtiDeployment.Id"/>, as <see cref="IClientStore.ListClientsAsync"/> does.</summary>
    /// <param name="ltiClientId">The client's internal id. An unknown client has no deployments.</param>
    /// <param name="after">The cursor: only deployments with a greater id are returned. Null begins at the start.</param>
    /// <param name="cancellationToken">Ends the stream with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The deployments, read in pages as the caller asks for them.</returns>
    IAsyncEnumerable<LtiDeployment> ListDeploymentsAsync(Guid ltiClientId, Guid? after = null, CancellationToken cancellationToken = default);

    /// <summary>Finds a deployment by its internal id.</summary>
    /// <param name="ltiClientId">The internal id of its client.</param>
    /// <param name="id">The deployment's internal id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The deployment, or null where this client has none of that id.</returns>
    ValueTask<LtiDeployment?> FindDeploymentAsync(Guid ltiClientId, Guid id, CancellationToken cancellationToken = default);

    /// <summary>Finds a deployment by the platform's deployment id, exactly; <c>default</c> does not answer for others here.</summary>
    /// <param name="ltiClientId">The internal id of its client.</param>
    /// <param name="deploymentId">The platform's <c>deployment_id</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The deployment, or null where this client has none of that deployment id.</returns>
    /// <exception cref="ArgumentException"><paramref name="deploymentId"/> breaks rule E2.</exception>
    ValueTask<LtiDeployment?> FindDeploymentByPlatformIdAsync(Guid ltiClientId, string deploymentId, CancellationToken cancellationToken = default);

    /// <summary>Adds a deployment to a client.</summary>
    /// <param name="ltiClientId">The client's internal id.</param>
    /// <param name="deployment">The deployment to add.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The deployment as stored, with its new id.</returns>
    /// <exception cref="ArgumentException">A field breaks rule E2.</exception>
    /// <exception cref="LtiNotFoundException">There is no such client (rule D1).</exception>
    /// <exception cref="LtiConflictException">The client already has a deployment of that deployment id (rule D1); nothing was changed.</exception>
    ValueTask<LtiDeployment> AddDeploymentAsync(Guid ltiClientId, NewDeployment deployment, CancellationToken cancellationToken = default);

    /// <summary>
    /// Returns the deployment of that deployment id and creates it if it is absent, atomically: any number of concurrent callers get the
    /// same one (rule D2). A deployment that it creates has neither name nor description.
    /// </summary>
    /// <param name="ltiClientId">The client's internal id.</param>
    /// <param name="deploymentId">The platform's <c>deployment_id</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The deployment, found or created.</returns>
    /// <exception cref="ArgumentException"><paramref name="deploymentId"/> breaks rule E2.</exception>
    /// <exception cref="LtiNotFoundException">There is no such client.</exception>
    ValueTask<LtiDeployment> EnsureDeploymentAsync(Guid ltiClientId, string deploymentId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes the given fields of a deployment and no others, atomically (rule C3). The change shows in the next find on this storage (rule L3).
    /// </summary>
    /// <param name="ltiClientId">The internal id of its client.</param>
    /// <param name="id">The deployment's internal id.</param>
    /// <param name="update">The fields to change.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The deployment as it is now.</returns>
    /// <exception cref="ArgumentException">A field breaks rule E2.</exception>
    /// <exception cref="LtiNotFoundException">This client has no deployment of that id.</exception>
    /// <exception cref="LtiConflictException">Another deployment of the client has the new deployment id (rule D1); nothing was changed.</exception>
    ValueTask<LtiDeployment> UpdateDeploymentAsync(Guid ltiClientId, Guid id, DeploymentUpdate update, CancellationToken cancellationToken = default);

    /// <summary>Deletes a deployment. Sessions stay until they expire or are deleted.</summary>
    /// <param name="ltiClientId">The internal id of its client.</param>
    /// <param name="id">The deployment's internal id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if this client had a deployment of that id, false otherwise.</returns>
    ValueTask<bool> DeleteDeploymentAsync(Guid ltiClientId, Guid id, CancellationToken cancellationToken = default);
}
