namespace Lti.Storage.Telemetry;

/// <summary>
/// The names of the source, the meter and the instruments, for whoever listens. They stay as they are from version to version;
/// <c>docs/reference/operations.md</c> has them all in one table, with what to watch.
/// </summary>
public static class TelemetryNames
{
    /// <summary>
    /// The <see cref="System.Diagnostics.ActivitySource"/>: <c>Lti.Storage</c>. One span for each operation, of kind client, named by the operation and,
    /// where it works on a single one, the collection: <c>ConsumeNonce nonces</c>.
    /// </summary>
    public const string ActivitySourceName = "Lti.Storage";

    /// <summary>The <see cref="System.Diagnostics.Metrics.Meter"/>: <c>Lti.Storage</c>.</summary>
    public const string MeterName = "Lti.Storage";

    /// <summary>
    /// How long operations take, a histogram in seconds; its count is how many there were. Tagged by <see cref="TelemetryTags.DatabaseSystem"/>,
    /// <see cref="TelemetryTags.Operation"/>, <see cref="TelemetryTags.Collection"/>, and where one failed by <see cref="TelemetryTags.ErrorType"/> and
    /// <see cref="TelemetryTags.StatusCode"/>. Of a listing it is the time that the storage took, without that of the caller's loop body.
    /// </summary>
    public const string OperationDuration = "db.client.operation.duration";

    /// <summary>
    /// What became of nonces, a counter. Tagged by <see cref="TelemetryTags.DatabaseSystem"/>, <see cref="TelemetryTags.Operation"/> and
    /// <see cref="TelemetryTags.NonceOutcome"/>.
    /// </summary>
    public const string NonceOutcomes = "lti_storage.nonce.outcomes";

    /// <summary>
    /// Calls that complete a launch, a counter. Tagged by <see cref="TelemetryTags.DatabaseSystem"/> and <see cref="TelemetryTags.LaunchOutcome"/>.
    /// </summary>
    public const string Launches = "lti_storage.launches";

    /// <summary>
    /// Expired entries that cleanups removed, a counter. Tagged by <see cref="TelemetryTags.DatabaseSystem"/> and
    /// <see cref="TelemetryTags.Collection"/>.
    /// </summary>
    public const string CleanupRemoved = "lti_storage.cleanup.removed";

    /// <summary>
    /// How long cleanups take, a histogram in seconds with buckets of up to half an hour. Tagged by <see cref="TelemetryTags.DatabaseSystem"/>,
    /// <see cref="TelemetryTags.CleanupOutcome"/>, and where one failed by <see cref="TelemetryTags.ErrorType"/>.
    /// </summary>
    public const string CleanupDuration = "lti_storage.cleanup.duration";

    /// <summary>
    /// 1 while the storage's <see cref="IInvalidationSource"/> reports what other programs change, 0 while it reconnects; not measured where there is
    /// none, or it is off. Tagged by <see cref="TelemetryTags.DatabaseSystem"/>.
    /// </summary>
    public const string InvalidationListening = "lti_storage.invalidation.listening";
}
