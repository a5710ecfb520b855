namespace Lti.Storage.InMemory.Internal;

/// <summary>The ids of the sessions of one deployment, in one stripe.</summary>
internal sealed record DeploymentSessions(string Issuer, string ClientId, string DeploymentId)
{
    public SortedSet<Guid> Ids { get; } = [];
}
