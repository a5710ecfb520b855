namespace Lti.Storage.Abstractions.Tests.Logins;

/// <summary>Answers the finds of clients by itself, as a cache does, and records them.</summary>
internal sealed class FindingDecorator(ILtiStorage inner, params IReadOnlyList<ClientWithDeployments> stored) : DelegatingLtiStorage(inner)
{
    /// <summary>The finds and their token: issuer and client id, or issuer, <c>of</c> and deployment id.</summary>
    public List<(string Find, CancellationToken Token)> Finds { get; } = [];

    public override ValueTask<LtiClient?> FindClientAsync(string issuer, string clientId, CancellationToken cancellationToken = default)
    {
        Finds.Add(($"{issuer} {clientId}", cancellationToken));
        return new(stored.Select(row => row.Client).SingleOrDefault(client => client.Issuer == issuer && client.ClientId == clientId));
    }

    public override ValueTask<IReadOnlyList<LtiClient>> FindClientsAsync(
        string issuer, string? deploymentId = null, CancellationToken cancellationToken = default)
    {
        Finds.Add(($"{issuer} of {deploymentId ?? "any"}", cancellationToken));
        return new(
        [
            .. stored.Where(row => row.Client.Issuer == issuer)
                .Where(row => deploymentId is null || row.Deployments.Any(deployment => deployment.DeploymentId == deploymentId))
                .Select(row => row.Client),
        ]);
    }
}
