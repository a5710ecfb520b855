using System.Collections.Immutable;

namespace Lti.Storage.Conformance.Model;

/// <summary>Models the whole contract as a value: the stored data at one moment.</summary>
internal sealed record StorageModel
{
    public static StorageModel Empty { get; } = new();

    public TimeSpan Now { get; init; }

    /// <summary>True if a cleanup runs meanwhile. An expired nonce may then be gone.</summary>
    public bool IsCleaning { get; init; }

    public ImmutableDictionary<ClientKey, LtiClient> Clients { get; init; } = ImmutableDictionary<ClientKey, LtiClient>.Empty;

    public ImmutableDictionary<DeploymentKey, LtiDeployment> Deployments { get; init; } = ImmutableDictionary<DeploymentKey, LtiDeployment>.Empty;

    /// <summary>The nonces with the logins that some of them belong to.</summary>
    public ImmutableDictionary<string, Timed<ModelNonce>> Nonces { get; init; } = ImmutableDictionary<string, Timed<ModelNonce>>.Empty;

    public ImmutableDictionary<Guid, Timed<LtiSession>> Sessions { get; init; } = ImmutableDictionary<Guid, Timed<LtiSession>>.Empty;

    public ImmutableDictionary<Guid, Timed<LtiRegistrationSession>> Registrations { get; init; } = ImmutableDictionary<Guid, Timed<LtiRegistrationSession>>.Empty;

    public bool IsLive<T>(Timed<T> entry) => entry.ExpiresAt > Now;

    public LtiClient? Client(string issuer, string clientId)
        => Clients.Values.SingleOrDefault(client => client.Issuer == issuer && client.ClientId == clientId);

    public LtiDeployment? Deployment(ClientKey clientKey, string deploymentId)
        => Deployments.Values.SingleOrDefault(deployment => deployment.ClientKey == clientKey && deployment.DeploymentId == deploymentId);

    public LtiDeployment? Deployment(ClientKey clientKey, DeploymentKey id)
        => Deployments.TryGetValue(id, out var deployment) && deployment.ClientKey == clientKey ? deployment : null;

    public IEnumerable<LtiDeployment> DeploymentsOf(ClientKey clientKey)
        => Deployments.Values.Where(deployment => deployment.ClientKey == clientKey).OrderBy(deployment => deployment.Id.Value);

    public StorageModel With(LtiClient client) => this with { Clients = Clients.SetItem(client.Id, client) };

    public StorageModel With(LtiDeployment deployment) => this with { Deployments = Deployments.SetItem(deployment.Id, deployment) };

    public StorageModel WithNonce(string nonce, bool used, TimeSpan lifetime, LtiLogin? login = null)
        => this with { Nonces = Nonces.SetItem(nonce, new(new ModelNonce(used, login), Now + lifetime)) };

    public StorageModel With(LtiSession session, TimeSpan lifetime) => this with { Sessions = Sessions.SetItem(session.Id, new(session, Now + lifetime)) };

    /// <summary>Returns this model if the storage behaved as expected. Otherwise null.</summary>
    public StorageModel? If(bool asExpected) => asExpected ? this : null;
}
