namespace Lti.Storage.Caching.Internal.Expiry;

/// <summary>Reads the time by a <see cref="TimeProvider"/> (rule H6) cheaply enough for every hit.</summary>
/// <remarks>
/// Reading the system's clock costs more than finding an entry. So it is read once in each tick of the operating system's coarse clock,
/// which lasts a few milliseconds. Any other provider is read each time.
/// </remarks>
internal sealed class Clock(TimeProvider time)
{
    private readonly bool _isSystem = ReferenceEquals(time, TimeProvider.System);
    private readonly long _start = time.GetTimestamp();
    private long _tick = long.MinValue;
    private long _offset;

    /// <summary>By how much <see cref="Now"/> may be late in ticks. It is never early.</summary>
    /// <remarks>A coarse tick lasts 4 to 16 ms and several times that on a busy virtual machine. This is well above it.</remarks>
    public long Lag { get; } = ReferenceEquals(time, TimeProvider.System) ? 250 * TimeSpan.TicksPerMillisecond : 0;

#pragma warning disable RS0030 // The coarse clock only tells when to read the TimeProvider, and only if that is the system's.
    public Moment Now => _isSystem ? At(Environment.TickCount64) : new(time.GetUtcNow().UtcTicks, time.GetElapsedTime(_start).Ticks);
#pragma warning restore RS0030

    /// <summary>The time in a tick of the coarse clock, which is in milliseconds.</summary>
    public Moment At(long tick)
    {
        var elapsed = tick * TimeSpan.TicksPerMillisecond;
        if (tick != Volatile.Read(ref _tick))
        {
            // Concurrent callers have read the same clock: any of their results is right for this tick.
            Volatile.Write(ref _offset, time.GetUtcNow().UtcTicks - elapsed);
            Volatile.Write(ref _tick, tick);
        }

        return new(elapsed + Volatile.Read(ref _offset), elapsed);
    }
}
