namespace Lti.Storage.Caching.Internal.Expiry;

/// <summary>When the entries of a cache end: an absolute time, kept with each (rule H6).</summary>
internal sealed class Lifetimes(Clock clock, double jitter)
{
    /// <summary>
    /// A change whose outcome is unknown may still happen, on a server that does not know that nobody waits any more. For so long after it, what is
    /// read is not kept for longer than <see cref="InDoubt"/>.
    /// </summary>
    public static readonly TimeSpan Doubt = TimeSpan.FromMinutes(1);

    /// <summary>The longest lifetime of what was read while there is doubt.</summary>
    public static readonly TimeSpan InDoubt = TimeSpan.FromSeconds(10);

    private long _doubtEnds = long.MinValue;

    public Moment Now => clock.Now;

    /// <summary>When an answer ends whose load began then.</summary>
    public Moment End(Moment began, TimeSpan lifetime) => End(began, lifetime, TimeSpan.MaxValue);

    /// <summary>When an answer ends whose load began then, and that says itself how long it has left.</summary>
    public Moment End(Moment began, TimeSpan lifetime, TimeSpan left)
    {
        var ticks = Math.Min(lifetime.Ticks, began.Elapsed < Volatile.Read(ref _doubtEnds) ? InDoubt.Ticks : long.MaxValue);

        // Shorter, never longer: the lifetime bounds how old an answer may be.
#pragma warning disable CA5394 // What expires when is no secret.
        ticks -= (long)(ticks * jitter * Random.Shared.NextDouble());
#pragma warning restore CA5394
        return began.Plus(Math.Min(ticks, left.Ticks) - clock.Lag);
    }

    /// <summary>A change failed, and nobody knows whether it happened or will.</summary>
    public void BeginDoubt() => Volatile.Write(ref _doubtEnds, clock.Now.Elapsed + Doubt.Ticks);
}
