namespace Lti.Storage.Internal.Loading;

/// <summary>Adds elapsed time to timestamps.</summary>
internal static class TimestampExtensions
{
    /// <summary>Returns the timestamp that is a time after another. A sum beyond the range is the greatest timestamp.</summary>
    public static long After(this TimeProvider time, long timestamp, TimeSpan elapsed)
    {
        var ticks = elapsed.TotalSeconds * time.TimestampFrequency;
        return ticks >= long.MaxValue - Math.Abs((double)timestamp) ? long.MaxValue : timestamp + (long)ticks;
    }
}
