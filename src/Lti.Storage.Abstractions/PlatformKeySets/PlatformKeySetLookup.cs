namespace Lti.Storage;

/// <summary>The answer of <see cref="IPlatformKeySetStorage.LeasePlatformKeySetAsync"/>.</summary>
public sealed record PlatformKeySetLookup
{
    /// <summary>The outcome.</summary>
    public required PlatformKeySetOutcome Outcome { get; init; }

    /// <summary>The last good set, fresh or not. Null if none is stored or its time has passed (rule P3).</summary>
    public StoredPlatformKeySet? Set { get; init; }

    /// <summary>
    /// The rest of the other caller's lease, or of the time in which no caller gets one, by the storage's clock. Zero if there is none
    /// or it is unknown.
    /// </summary>
    public TimeSpan RetryIn { get; init; }
}
