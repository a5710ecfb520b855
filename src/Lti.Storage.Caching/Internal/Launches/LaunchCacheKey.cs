using Lti.Storage.Caching.Internal.Answers;

namespace Lti.Storage.Caching.Internal.Launches;

/// <summary>A launch key with its hash codes. Several maps use them.</summary>
internal readonly struct LaunchCacheKey : IEquatable<LaunchCacheKey>, IAnswerKey
{
    private readonly int _hash;

    public LaunchCacheKey(LaunchKey key)
    {
        Key = key;
        NameHash = new ClientName(key.Issuer, key.ClientId).Hash;
        _hash = (NameHash * 31) + (key.DeploymentId?.GetHashCode(StringComparison.Ordinal) ?? 0);
    }

    public LaunchKey Key { get; }

    public int NameHash { get; }

    public bool Equals(LaunchCacheKey other)
        => _hash == other._hash
            && string.Equals(Key.DeploymentId, other.Key.DeploymentId, StringComparison.Ordinal)
            && string.Equals(Key.ClientId, other.Key.ClientId, StringComparison.Ordinal)
            && string.Equals(Key.Issuer, other.Key.Issuer, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is LaunchCacheKey other && Equals(other);

    public override int GetHashCode() => _hash;
}
