namespace Lti.Storage;

/// <summary>A client and all of its deployments, read together.</summary>
/// <param name="Client">The client.</param>
/// <param name="Deployments">Its deployments by <see cref="LtiDeployment.Id"/>; empty where it has none. The list can't be changed (rule E4).</param>
public sealed record ClientWithDeployments(LtiClient Client, IReadOnlyList<LtiDeployment> Deployments);
