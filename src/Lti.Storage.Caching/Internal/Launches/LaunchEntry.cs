namespace Lti.Storage.Caching.Internal.Launches;

/// <summary>A launch configuration that was found, and until when it holds.</summary>
/// <param name="Config">What was found.</param>
/// <param name="Change">The number of the last change when its load began.</param>
/// <param name="Ends">When it expires, in UTC ticks.</param>
/// <param name="IdSlot">The slot of its client's internal id.</param>
/// <param name="NameSlot">The slot of its client's name on the platform.</param>
internal sealed record LaunchEntry(LtiLaunchConfig Config, long Change, long Ends, int IdSlot, int NameSlot);
