namespace Lti.Storage.Caching.Internal;

/// <summary>When entries end: an absolute time by the <see cref="TimeProvider"/>, kept with each (rule H6).</summary>
internal sealed class Lifetimes(TimeProvider clock, double jitter)
{
    /// <summary>
    /// A change whose outcome is unknown may still happen, on a server that does not know that nobody waits any more. For so long after it, what is
    /// read is not kept for longer than <see cref="InDoubt"/>.
    /// </summary>
    public static readonly TimeSpan Doubt = TimeSpan.FromMinutes(1);

    /// <summary>The longest lifetime of what was read while there is doubt.</summary>
    public static readonly TimeSpan InDoubt = TimeSpan.FromSeconds(10);

    private long _doubtEnds;

    /// <summary>Now, in UTC ticks.</summary>
    public long Now => clock.GetUtcNow().UtcTicks;

    /// <summary>When an answer ends whose load began then, in UTC ticks.</summary>
    public long End(long began, TimeSpan lifetime)
    {
        var ticks = Math.Min(lifetime.Ticks, began < Volatile.Read(ref _doubtEnds) ? InDoubt.Ticks : long.MaxValue);

        // Shorter, never longer: the lifetime bounds how old an answer may be.
#pragma warning disable CA5394 // What expires when is no secret.
        return began + ticks - (long)(ticks * jitter * Random.Shared.NextDouble());
#pragma warning restore CA5394
    }

    /// <summary>A change failed, and nobody knows whether it happened or will.</summary>
    public void BeginDoubt() => Volatile.Write(ref _doubtEnds, Now + Doubt.Ticks);
}
