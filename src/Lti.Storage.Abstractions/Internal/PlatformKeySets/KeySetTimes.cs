namespace Lti.Storage.Internal.PlatformKeySets;

/// <summary>The times of the rules P1 to P3.</summary>
internal static class KeySetTimes
{
    public static readonly TimeSpan ShortestFresh = TimeSpan.FromMinutes(5);

    public static readonly TimeSpan LongestFresh = TimeSpan.FromHours(24);

    /// <summary>The time from the end of a fetch, good or failed, to the begin of the next.</summary>
    public static readonly TimeSpan BetweenFetches = TimeSpan.FromSeconds(30);

    public static readonly TimeSpan Usable = TimeSpan.FromDays(7);

    /// <summary>Returns how long an answer is fresh.</summary>
    public static TimeSpan FreshFor(TimeSpan? maxAge)
        => maxAge is not { } given || given > LongestFresh ? LongestFresh : given < ShortestFresh ? ShortestFresh : given;
}
