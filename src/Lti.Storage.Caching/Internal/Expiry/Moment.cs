using System.Runtime.InteropServices;

namespace Lti.Storage.Caching.Internal.Expiry;

/// <summary>
/// A point in time by two clocks, since neither can be trusted alone: the time of day may be set back, and the clock that only goes on stands still
/// while a machine sleeps or a process is frozen.
/// </summary>
/// <param name="Utc">The time of day, in UTC ticks.</param>
/// <param name="Elapsed">The clock that only goes on, in ticks of the same length.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Moment(long Utc, long Elapsed)
{
    /// <summary>Whether both clocks say so: what ends at <paramref name="end"/> has then not ended by either.</summary>
    public bool IsBefore(Moment end) => Utc < end.Utc && Elapsed < end.Elapsed;

    public Moment Plus(long ticks) => new(Utc + ticks, Elapsed + ticks);
}
