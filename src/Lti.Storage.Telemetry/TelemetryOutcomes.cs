namespace Lti.Storage.Telemetry;

/// <summary>
/// The values of <see cref="TelemetryTags.NonceOutcome"/>, <see cref="TelemetryTags.LaunchOutcome"/> and <see cref="TelemetryTags.CleanupOutcome"/>.
/// </summary>
public static class TelemetryOutcomes
{
    /// <summary>A nonce was stored at login.</summary>
    public const string Stored = "stored";

    /// <summary>A nonce was to be stored and is stored already: the tool's random source repeats itself, or somebody makes it do so.</summary>
    public const string Conflict = "conflict";

    /// <summary>A nonce was consumed, <see cref="NonceOutcome.Consumed"/>: the only outcome that accepts a launch.</summary>
    public const string Consumed = "consumed";

    /// <summary>There is no such nonce, <see cref="NonceOutcome.Unknown"/>: it was made up, or it expired and was cleaned up.</summary>
    public const string Unknown = "unknown";

    /// <summary>The nonce has expired, <see cref="NonceOutcome.Expired"/>.</summary>
    public const string Expired = "expired";

    /// <summary>The nonce was used before, <see cref="NonceOutcome.AlreadyUsed"/>: a replay, a reloaded page, or the loser of a race.</summary>
    public const string AlreadyUsed = "already_used";

    /// <summary>A nonce was seen for the first time, by <see cref="INonceStore.ClaimNonceAsync"/>.</summary>
    public const string Claimed = "claimed";

    /// <summary>A nonce was seen before, by <see cref="INonceStore.ClaimNonceAsync"/>; or a launch was refused for its nonce.</summary>
    public const string Refused = "refused";

    /// <summary>A launch was completed; or a cleanup removed all that had expired.</summary>
    public const string Completed = "completed";

    /// <summary>A cleanup was cancelled after its first batch; what it counts was removed.</summary>
    public const string Stopped = "stopped";

    /// <summary>A launch or a cleanup ended with an exception; the operation's own <see cref="TelemetryTags.ErrorType"/> says of which class.</summary>
    public const string Failed = "failed";
}
