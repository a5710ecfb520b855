namespace Lti.Storage.Telemetry;

/// <summary>The values of <see cref="TelemetryTags.ErrorType"/>: classes of errors, by what to do about them.</summary>
public static class ErrorTypes
{
    /// <summary>The storage was unavailable, and the work is known not to have happened: <see cref="LtiWorkOutcome.NotApplied"/>.</summary>
    public const string UnavailableNotApplied = "unavailable_not_applied";

    /// <summary>The storage was unavailable, and the work may have happened: <see cref="LtiWorkOutcome.Unknown"/>.</summary>
    public const string UnavailableUnknown = "unavailable_unknown";

    /// <summary>Something of the same key was stored already: <see cref="LtiConflictException"/>.</summary>
    public const string Conflict = "conflict";

    /// <summary>What the call needs to exist does not: <see cref="LtiNotFoundException"/>.</summary>
    public const string NotFound = "not_found";

    /// <summary>Bad input was refused: <see cref="ArgumentException"/> and its subclasses.</summary>
    public const string InvalidArgument = "invalid_argument";

    /// <summary>The call was cancelled: <see cref="OperationCanceledException"/>.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Any other <see cref="LtiStorageException"/>.</summary>
    public const string Storage = "storage";

    /// <summary>Anything else: <c>_OTHER</c>, as OpenTelemetry's conventions have it.</summary>
    public const string Other = "_OTHER";
}
