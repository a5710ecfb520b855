using System.Runtime.InteropServices;

namespace Lti.Storage.Caching.Internal.Entries;

/// <summary>The effect of a call on a <see cref="BoundedMap{TKey, TEntry}"/>, for metrics.</summary>
/// <param name="Evicted">How many entries were removed to make room.</param>
/// <param name="Weight">By how much the total weight rose. Negative if it fell.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MapChange(int Evicted, long Weight);
