namespace Lti.Storage;

/// <summary>The names of the metrics of access tokens (<c>System.Diagnostics.Metrics</c>).</summary>
/// <remarks>No metric has a token, a client or a URL. A listener that throws changes no outcome.</remarks>
public static class AccessTokenMetrics
{
    /// <summary>The meter: <c>Lti.Storage.AccessTokens</c>.</summary>
    public const string MeterName = "Lti.Storage.AccessTokens";

    /// <summary>Counter: token requests to platforms. They have the tags <see cref="OutcomeTag"/> and <see cref="ReasonTag"/>.</summary>
    public const string Requests = "lti_storage.access_token.requests";

    /// <summary>Histogram in seconds: the duration of token requests, with the tag <see cref="OutcomeTag"/>.</summary>
    public const string RequestDuration = "lti_storage.access_token.request.duration";

    /// <summary>Counter: loads that waited for the token request of another node.</summary>
    public const string Waits = "lti_storage.access_token.waits";

    /// <summary>Counter: loads that failed without a token request. They have the tag <see cref="ReasonTag"/>.</summary>
    public const string Failures = "lti_storage.access_token.failures";

    /// <summary>The tag with the outcome of a request: <c>outcome</c>.</summary>
    public const string OutcomeTag = "outcome";

    /// <summary>Outcome: the platform gave a token.</summary>
    public const string ObtainedOutcome = "obtained";

    /// <summary>Outcome: the request failed.</summary>
    public const string FailedOutcome = "failed";

    /// <summary>The tag with the reason of a request or a failure: <c>reason</c>.</summary>
    public const string ReasonTag = "reason";

    /// <summary>Reason of a request: no token was stored.</summary>
    public const string MissingReason = "missing";

    /// <summary>Reason of a request: the stored token was about to expire or had expired.</summary>
    public const string RefreshReason = "refresh";

    /// <summary>Reason of a failure: the platform had asked to wait.</summary>
    public const string PostponedReason = "postponed";

    /// <summary>Reason of a failure: no other node got a token in time.</summary>
    public const string WaitReason = "wait";

    /// <summary>Reason of a failure: the storage failed or a token could not be protected or opened.</summary>
    public const string StorageReason = "storage";

    /// <summary>The tag with the storage's name: <c>lti_storage.name</c>. Absent if it has none.</summary>
    public const string StorageNameTag = "lti_storage.name";
}
