using Lti.Storage.Caching.Internal.Entries;
using Lti.Storage.Caching.Internal.Loading;

namespace Lti.Storage.Caching.Internal.Launches;

/// <summary>The cached launch configurations of one kind.</summary>
/// <param name="name">The kind's name in metrics.</param>
/// <param name="capacity">The most entries.</param>
internal sealed class LaunchMap(string name, int capacity)
{
    public string Name => name;

    public BoundedMap<LaunchCacheKey, Load<LtiLaunchConfig?>> Entries { get; } = new(capacity, static _ => 1);
}
