namespace Lti.Storage;

/// <summary>Holds a client and all of its deployments as read at one moment.</summary>
/// <param name="Client">The client.</param>
/// <param name="Deployments">
/// The client's deployments ordered by <see cref="LtiDeployment.Id"/>. Empty if it has none. The list is read-only (rule E4).
/// </param>
public sealed record ClientWithDeployments(LtiClient Client, IReadOnlyList<LtiDeployment> Deployments);
