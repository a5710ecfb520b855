namespace Lti.Storage;

/// <summary>The names of the metrics of platform key sets (<c>System.Diagnostics.Metrics</c>).</summary>
/// <remarks>No metric has an address or a key. A listener that throws changes no outcome.</remarks>
public static class PlatformKeySetMetrics
{
    /// <summary>The meter: <c>Lti.Storage.PlatformKeySets</c>.</summary>
    public const string MeterName = "Lti.Storage.PlatformKeySets";

    /// <summary>Counter: fetches of key sets. They have the tags <see cref="OutcomeTag"/> and <see cref="ReasonTag"/>.</summary>
    public const string Fetches = "lti_storage.platform_key_set.fetches";

    /// <summary>Histogram in seconds: the duration of fetches, with the tag <see cref="OutcomeTag"/>.</summary>
    public const string FetchDuration = "lti_storage.platform_key_set.fetch.duration";

    /// <summary>Counter: calls that got a stale set, because no newer one could be fetched.</summary>
    public const string StaleServes = "lti_storage.platform_key_set.stale_serves";

    /// <summary>Counter: loads that waited for the fetch of another node.</summary>
    public const string Waits = "lti_storage.platform_key_set.waits";

    /// <summary>The tag with the outcome of a fetch: <c>outcome</c>.</summary>
    public const string OutcomeTag = "outcome";

    /// <summary>Outcome: the platform gave a key set.</summary>
    public const string ObtainedOutcome = "obtained";

    /// <summary>Outcome: the fetch failed.</summary>
    public const string FailedOutcome = "failed";

    /// <summary>Outcome: the answer was refused (contract rule P5).</summary>
    public const string RefusedOutcome = "refused";

    /// <summary>The tag with the reason of a fetch: <c>reason</c>.</summary>
    public const string ReasonTag = "reason";

    /// <summary>Reason: no set was stored.</summary>
    public const string MissingReason = "missing";

    /// <summary>Reason: the stored set was no longer fresh.</summary>
    public const string ExpiredReason = "expired";

    /// <summary>Reason: the stored set lacked the key of a token.</summary>
    public const string UnknownKeyReason = "unknown_key";

    /// <summary>The tag with the storage's name: <c>lti_storage.name</c>. Absent if it has none.</summary>
    public const string StorageNameTag = "lti_storage.name";
}
