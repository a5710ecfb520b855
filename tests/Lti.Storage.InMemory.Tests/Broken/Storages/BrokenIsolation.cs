using System.Collections.Concurrent;

namespace Lti.Storage.InMemory.Tests.Broken.Storages;

/// <summary>Breaks the rule about isolation of objects (E4).</summary>
internal static class BrokenIsolation
{
    [Breaks("E4")]
    public sealed class AListCanBeChanged(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<IReadOnlyList<LtiClient>> FindClientsAsync(string issuer, string? deploymentId = null, CancellationToken cancellationToken = default)
            => (await Inner.FindClientsAsync(issuer, deploymentId, cancellationToken)).ToList();
    }

    [Breaks("E4")]
    public sealed class AnArrayIsHandedOut(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<ClientWithDeployments?> FindClientWithDeploymentsAsync(ClientKey id, CancellationToken cancellationToken = default)
            => await Inner.FindClientWithDeploymentsAsync(id, cancellationToken) is { } found ? found with { Deployments = found.Deployments.ToArray() } : null;
    }

    [Breaks("E4")]
    public sealed class AListIsFilledAgainForTheNextCaller(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private readonly ConcurrentDictionary<ClientKey, List<LtiDeployment>> _lists = new();

        public override async ValueTask<ClientWithDeployments?> FindClientWithDeploymentsAsync(ClientKey id, CancellationToken cancellationToken = default)
        {
            if (await Inner.FindClientWithDeploymentsAsync(id, cancellationToken) is not { } found)
            {
                return null;
            }

            var list = _lists.GetOrAdd(id, _ => []);
            list.Clear();
            list.AddRange(found.Deployments);
            return found with { Deployments = list.AsReadOnly() };
        }
    }
}
