using Lti.Storage.Caching.Internal.Expiry;
using Lti.Storage.Caching.Internal.Loading;

namespace Lti.Storage.Caching.Internal.Sessions;

/// <summary>A session that was found, with the load that found it, and until when it holds.</summary>
/// <param name="Session">What was found; its expiry is right for as long as the entry holds.</param>
/// <param name="Load">Its load: a change of the session drops that, whether it is still under way or long over.</param>
/// <param name="Ends">When it expires: never after the session itself (rule S2).</param>
internal sealed record SessionEntry(LtiSession Session, Load Load, Moment Ends);
