using Lti.Storage.Caching.Internal.Answers;

namespace Lti.Storage.Caching.Internal.Clients;

/// <summary>An issuer and a client ID with their hash code. Several maps use it.</summary>
internal readonly struct ClientCacheKey(string issuer, string clientId) : IEquatable<ClientCacheKey>, IAnswerKey
{
    public string Issuer { get; } = issuer;

    public string ClientId { get; } = clientId;

    public int NameHash { get; } = new ClientName(issuer, clientId).Hash;

    public bool Equals(ClientCacheKey other)
        => NameHash == other.NameHash
            && string.Equals(ClientId, other.ClientId, StringComparison.Ordinal)
            && string.Equals(Issuer, other.Issuer, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is ClientCacheKey other && Equals(other);

    public override int GetHashCode() => NameHash;
}
