namespace Lti.Storage.Caching.Internal.Expiry;

/// <summary>
/// The time by a <see cref="TimeProvider"/> (rule H6), cheap enough to look at on every hit. Asking the system's clock costs several times what looking
/// up an entry does, so it is asked once in each tick of the operating system's coarse clock, every few milliseconds, and the tick is looked at instead.
/// Any other provider is asked each time.
/// </summary>
internal sealed class Clock(TimeProvider time)
{
    private readonly bool _isSystem = ReferenceEquals(time, TimeProvider.System);
    private readonly long _start = time.GetTimestamp();
    private long _tick = long.MinValue;
    private long _offset;

    /// <summary>
    /// By how much <see cref="Now"/> may be late, in ticks; it is never early. A coarse tick lasts 4 to 16 ms, and a few times that where a virtual
    /// machine gets no processor: this is well over it.
    /// </summary>
    public long Lag { get; } = ReferenceEquals(time, TimeProvider.System) ? 250 * TimeSpan.TicksPerMillisecond : 0;

#pragma warning disable RS0030 // The coarse clock is only the gate in front of the TimeProvider, and only in front of the system's own.
    public Moment Now => _isSystem ? At(Environment.TickCount64) : new(time.GetUtcNow().UtcTicks, time.GetElapsedTime(_start).Ticks);
#pragma warning restore RS0030

    /// <summary>The time in a tick of the coarse clock, which is in milliseconds.</summary>
    public Moment At(long tick)
    {
        var elapsed = tick * TimeSpan.TicksPerMillisecond;
        if (tick != Volatile.Read(ref _tick))
        {
            // Threads that come here together have read the same clock, so it does not matter whose answer stays until the next tick.
            Volatile.Write(ref _offset, time.GetUtcNow().UtcTicks - elapsed);
            Volatile.Write(ref _tick, tick);
        }

        return new(elapsed + Volatile.Read(ref _offset), elapsed);
    }
}
