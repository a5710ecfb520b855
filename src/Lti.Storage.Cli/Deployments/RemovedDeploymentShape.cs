namespace Lti.Storage.Cli.Deployments;

/// <param name="Id">The internal id of the deployment that was removed.</param>
internal sealed record RemovedDeploymentShape(Guid Id);
