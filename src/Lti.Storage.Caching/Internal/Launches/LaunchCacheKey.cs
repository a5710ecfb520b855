namespace Lti.Storage.Caching.Internal.Launches;

/// <summary>A launch key with its hash codes. Several maps use them.</summary>
internal readonly struct LaunchCacheKey : IEquatable<LaunchCacheKey>
{
    private readonly int _hash;

    public LaunchCacheKey(LaunchKey key)
    {
        Key = key;
        Name = new(key.Issuer, key.ClientId);
        _hash = (Name.Hash * 31) + (key.DeploymentId?.GetHashCode(StringComparison.Ordinal) ?? 0);
    }

    public LaunchKey Key { get; }

    /// <summary>The name of the client.</summary>
    public ClientName Name { get; }

    public bool Equals(LaunchCacheKey other)
        => _hash == other._hash
            && string.Equals(Key.DeploymentId, other.Key.DeploymentId, StringComparison.Ordinal)
            && string.Equals(Key.ClientId, other.Key.ClientId, StringComparison.Ordinal)
            && string.Equals(Key.Issuer, other.Key.Issuer, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is LaunchCacheKey other && Equals(other);

    public override int GetHashCode() => _hash;
}
