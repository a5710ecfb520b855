using Lti.Storage.Caching.Internal.Changes;

namespace Lti.Storage.Caching.Internal.Expiry;

/// <summary>Computes when cached answers expire: at an absolute time that is kept with each (rule H6).</summary>
internal sealed class Lifetimes(Clock clock, double jitter)
{
    /// <summary>How long after a change of unknown outcome answers are cached for at most <see cref="InDoubt"/>.</summary>
    /// <remarks>The server may commit such a change after its caller has given up.</remarks>
    public static readonly TimeSpan Doubt = TimeSpan.FromMinutes(1);

    /// <summary>The longest lifetime of an answer that was read while there is doubt.</summary>
    public static readonly TimeSpan InDoubt = TimeSpan.FromSeconds(10);

    private long _doubtEnds = long.MinValue;

    public Moment Now => clock.Now;

    /// <summary>When an answer expires whose load began at that time.</summary>
    public Moment End(Moment began, TimeSpan lifetime) => End(began, lifetime, TimeSpan.MaxValue);

    /// <summary>When an answer expires that has a remaining lifetime of its own.</summary>
    public Moment End(Moment began, TimeSpan lifetime, TimeSpan remaining)
    {
        var ticks = Math.Min(lifetime.Ticks, began.Elapsed < Volatile.Read(ref _doubtEnds) ? InDoubt.Ticks : long.MaxValue);

        // Shorter, never longer: the lifetime bounds the age of an answer.
#pragma warning disable CA5394 // An expiry is no secret.
        ticks -= (long)(ticks * jitter * Random.Shared.NextDouble());
#pragma warning restore CA5394
        return began.Plus(Math.Min(ticks, remaining.Ticks) - clock.Lag);
    }

    /// <summary>Whether a change may have happened or may happen later. Lifetimes are short for a while after such a doubt.</summary>
    public bool MayHaveHappened(ChangeOutcome outcome)
    {
        if (outcome == ChangeOutcome.Unknown)
        {
            Volatile.Write(ref _doubtEnds, clock.Now.Elapsed + Doubt.Ticks);
        }

        return outcome != ChangeOutcome.NotApplied;
    }
}
