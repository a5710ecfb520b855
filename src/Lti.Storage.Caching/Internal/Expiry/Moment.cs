using System.Runtime.InteropServices;

namespace Lti.Storage.Caching.Internal.Expiry;

/// <summary>A point in time by two clocks.</summary>
/// <remarks>The time of day may be set back. The monotonic clock stands still while a machine sleeps or a process is frozen.</remarks>
/// <param name="Utc">The time of day in UTC ticks.</param>
/// <param name="Elapsed">The monotonic clock in ticks of the same length.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Moment(long Utc, long Elapsed)
{
    /// <summary>Whether both clocks are before the end.</summary>
    public bool IsBefore(Moment end) => Utc < end.Utc && Elapsed < end.Elapsed;

    public Moment Plus(long ticks) => new(Utc + ticks, Elapsed + ticks);
}
