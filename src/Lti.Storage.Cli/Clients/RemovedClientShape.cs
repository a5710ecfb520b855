namespace Lti.Storage.Cli.Clients;

/// <param name="Id">The internal id of the client that was removed.</param>
/// <param name="Deployments">How many deployments were removed with it.</param>
internal sealed record RemovedClientShape(Guid Id, int Deployments);
