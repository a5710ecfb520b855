using Lti.Storage.Caching.Internal.Expiry;
using Lti.Storage.Caching.Internal.Loading;

namespace Lti.Storage.Caching.Internal.Sessions;

/// <summary>A session that was found, with the load that found it, and until when it holds.</summary>
/// <param name="session">What was found; its expiry is right for as long as the entry holds.</param>
/// <param name="load">Its load: a change of the session drops that, whether it is still under way or long over.</param>
/// <param name="ends">When it expires: never after the session itself (rule S2).</param>
internal sealed class SessionEntry(LtiSession session, Load load, Moment ends)
{
    private const long Never = long.MinValue;

    private long _readyUntil = RecentTime.NoMark;

    public LtiSession Session { get; } = session;

    public Load Load { get; } = load;

    public Moment Ends { get; } = ends;

    /// <summary>
    /// Whether it may be handed out as it is, by <see cref="RecentTime"/>: one look for all that could speak against it. Its change, the change of many at once,
    /// and the approach of its end each make that false; and once it is, whoever finds the entry looks at everything.
    /// </summary>
    public bool IsReady(long recent) => recent < Volatile.Read(ref _readyUntil);

    /// <summary>Makes it ready up to a point, unless its session was changed meanwhile.</summary>
    public void MakeReady(long until)
    {
        var seen = Volatile.Read(ref _readyUntil);
        if (seen != Never && seen < until)
        {
            Interlocked.CompareExchange(ref _readyUntil, until, seen);
        }
    }

    /// <summary>Its session is being changed: it is never ready again, whoever has just looked and is about to say so.</summary>
    public void MakeUnready() => Interlocked.Exchange(ref _readyUntil, Never);
}
