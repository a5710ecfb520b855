using Lti.Storage.Caching.Internal.Answers;

namespace Lti.Storage.Caching.Internal.Clients;

/// <summary>An issuer and an optional deployment ID with their hash codes. Several maps use them.</summary>
internal readonly struct ClientListKey : IEquatable<ClientListKey>, IAnswerKey
{
    private readonly int _hash;

    public ClientListKey(string issuer, string? deploymentId)
    {
        Issuer = issuer;
        DeploymentId = deploymentId;
        var name = new ClientName(issuer, deploymentId);
        NameHash = name.IssuerHash;
        _hash = name.Hash;
    }

    public string Issuer { get; }

    public string? DeploymentId { get; }

    public int NameHash { get; }

    public bool Equals(ClientListKey other)
        => _hash == other._hash
            && string.Equals(DeploymentId, other.DeploymentId, StringComparison.Ordinal)
            && string.Equals(Issuer, other.Issuer, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is ClientListKey other && Equals(other);

    public override int GetHashCode() => _hash;
}
