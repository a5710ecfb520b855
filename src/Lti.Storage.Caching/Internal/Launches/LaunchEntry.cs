using Lti.Storage.Caching.Internal.Expiry;

namespace Lti.Storage.Caching.Internal.Launches;

/// <summary>What was found under a key, and until when it holds.</summary>
/// <param name="Config">The launch configuration, or null where there was none.</param>
/// <param name="Change">The number of the last change when its load began.</param>
/// <param name="Ends">When it expires.</param>
/// <param name="Slot">The slot of its client's internal id; without a client, <see cref="ClientChanges.AnyName"/>.</param>
internal sealed record LaunchEntry(LtiLaunchConfig? Config, long Change, Moment Ends, int Slot);
