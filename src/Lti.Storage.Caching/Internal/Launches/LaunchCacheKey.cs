namespace Lti.Storage.Caching.Internal.Launches;

/// <summary>
/// A launch key that knows its hash code, since it is looked up in several caches one after another. The code leaves the issuer's characters out, which
/// would cost as much as the rest: a tool's clients differ by their ids. Keys made up to collide are of unknown launches, whose cache is small.
/// </summary>
internal readonly struct LaunchCacheKey(LaunchKey key) : IEquatable<LaunchCacheKey>
{
    private readonly int _hash = HashOf(key);

    public LaunchKey Key { get; } = key;

    public bool Equals(LaunchCacheKey other)
        => _hash == other._hash
            && string.Equals(Key.DeploymentId, other.Key.DeploymentId, StringComparison.Ordinal)
            && string.Equals(Key.ClientId, other.Key.ClientId, StringComparison.Ordinal)
            && string.Equals(Key.Issuer, other.Key.Issuer, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is LaunchCacheKey other && Equals(other);

    public override int GetHashCode() => _hash;

    // A string's own hash code is different in each process, so that nobody can choose strings that collide.
    private static int HashOf(in LaunchKey key)
        => (((key.ClientId?.GetHashCode(StringComparison.Ordinal) ?? 0) * 31) + (key.DeploymentId?.GetHashCode(StringComparison.Ordinal) ?? 0)) ^ (key.Issuer?.Length ?? 0);
}
