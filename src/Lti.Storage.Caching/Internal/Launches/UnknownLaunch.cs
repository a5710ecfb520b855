namespace Lti.Storage.Caching.Internal.Launches;

/// <summary>That there was no launch configuration for a key.</summary>
/// <param name="Change">The number of the last change when its load began.</param>
/// <param name="Ends">When it expires, in UTC ticks.</param>
internal sealed record UnknownLaunch(long Change, long Ends);
