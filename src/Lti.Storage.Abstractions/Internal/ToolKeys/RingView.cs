using System.Runtime.ExceptionServices;

namespace Lti.Storage.Internal.ToolKeys;

/// <summary>A node's copy of the ring, with the key that signs and the key set of a period. Immutable.</summary>
/// <param name="Timeline">The states of the keys that were read.</param>
/// <param name="ReadAt">The timestamp just before the read.</param>
/// <param name="Changes">The number of changes that were reported before the read.</param>
/// <param name="ValidUntil">The timestamp at which a key changes its state or the ring is to be read again.</param>
/// <param name="Signing">The key that signs. Null if <paramref name="Unreadable"/> says why it can't.</param>
/// <param name="Unreadable">The error of a key that can't be unprotected.</param>
/// <param name="KeySet">The published key set.</param>
internal sealed record RingView(
    ToolKeyTimeline Timeline,
    long ReadAt,
    long Changes,
    long ValidUntil,
    ToolSigningKey? Signing,
    ExceptionDispatchInfo? Unreadable,
    ToolKeySet KeySet);
