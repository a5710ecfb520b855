namespace Lti.Storage.Telemetry;

/// <summary>The names of traces and metrics. They stay as they are from version to version.</summary>
/// <remarks>
/// <c>docs/reference/operations.md</c> has all of them in tables. Every tag has few values, known beforehand: none is ever a nonce, an id, a registration token, a
/// part of a session, an issuer, the message of an error or a part of a connection (contract rule E8).
/// </remarks>
public static class TelemetryNames
{
    /// <summary>
    /// The <see cref="System.Diagnostics.ActivitySource"/>: <c>Lti.Storage</c>. Each operation is a span of kind client, named by the operation and, where it
    /// works on a single one, the collection: <c>ConsumeNonce nonces</c>.
    /// </summary>
    public const string ActivitySourceName = "Lti.Storage";

    /// <summary>The <see cref="System.Diagnostics.Metrics.Meter"/>: <c>Lti.Storage</c>.</summary>
    public const string MeterName = "Lti.Storage";

    /// <summary>The duration of operations, a histogram in seconds. Its count is the number of operations.</summary>
    /// <remarks>
    /// Tagged by <see cref="DatabaseSystemTag"/>, <see cref="OperationTag"/>, <see cref="CollectionTag"/>, and where one failed by <see cref="ErrorTypeTag"/> and
    /// <see cref="StatusCodeTag"/>. The duration of a listing is the storage's time, without the caller's loop body.
    /// </remarks>
    public const string OperationDuration = "db.client.operation.duration";

    /// <summary>
    /// Nonces by outcome, a counter. Tagged by <see cref="DatabaseSystemTag"/>, <see cref="OperationTag"/> and <see cref="NonceOutcomeTag"/>.
    /// </summary>
    public const string NonceOutcomes = "lti_storage.nonce.outcomes";

    /// <summary>
    /// Calls that complete a launch by outcome, a counter. Tagged by <see cref="DatabaseSystemTag"/> and <see cref="LaunchOutcomeTag"/>.
    /// </summary>
    public const string Launches = "lti_storage.launches";

    /// <summary>
    /// Expired entries that cleanups removed, a counter. Tagged by <see cref="DatabaseSystemTag"/> and <see cref="CollectionTag"/>.
    /// </summary>
    public const string CleanupRemoved = "lti_storage.cleanup.removed";

    /// <summary>
    /// The duration of cleanups, a histogram in seconds with buckets of up to half an hour. Tagged by <see cref="DatabaseSystemTag"/>,
    /// <see cref="CleanupOutcomeTag"/>, and where one failed by <see cref="ErrorTypeTag"/>.
    /// </summary>
    public const string CleanupDuration = "lti_storage.cleanup.duration";

    /// <summary>
    /// 1 while the storage's <see cref="IInvalidationSource"/> reports the changes of other programs, 0 while it reconnects; absent where there is
    /// none or it is off. Tagged by <see cref="DatabaseSystemTag"/>.
    /// </summary>
    public const string InvalidationListening = "lti_storage.invalidation.listening";

    /// <summary>The key of the kind of database, <see cref="LtiStorageProvider.DatabaseSystemName"/>.</summary>
    public const string DatabaseSystemTag = "db.system.name";

    /// <summary>The key of the operation: its method's name without <c>Async</c>.</summary>
    public const string OperationTag = "db.operation.name";

    /// <summary>
    /// The key of the collection that the operation works on: <c>clients</c>, <c>deployments</c>, <c>nonces</c>, <c>sessions</c> or
    /// <c>registration_sessions</c>. Absent where it works on several.
    /// </summary>
    public const string CollectionTag = "db.collection.name";

    /// <summary>The key of the class of the error that ended an operation, a constant whose name ends with <c>Error</c>. Absent on success.</summary>
    public const string ErrorTypeTag = "error.type";

    /// <summary>The key of the SQLSTATE that the database gave with the error, such as <c>57014</c>. Absent where it gave none.</summary>
    public const string StatusCodeTag = "db.response.status_code";

    /// <summary>
    /// The key of the outcome of a nonce: <c>stored</c> and <c>conflict</c> of storing; <c>consumed</c>, <c>unknown</c>, <c>expired</c> and
    /// <c>already_used</c> of consuming, alone or in completing a launch; <c>claimed</c> and <c>refused</c> of claiming.
    /// </summary>
    public const string NonceOutcomeTag = "lti_storage.nonce.outcome";

    /// <summary>
    /// The key of the outcome of a launch: <c>completed</c>; <c>refused</c> where its nonce was not acceptable; <c>conflict</c>, <c>invalid</c>,
    /// <c>cancelled</c> or <c>failed</c> where it ended with an exception.
    /// </summary>
    public const string LaunchOutcomeTag = "lti_storage.launch.outcome";

    /// <summary>
    /// The key of the outcome of a cleanup: <c>completed</c>; <c>stopped</c> where it was cancelled after its first batch; <c>cancelled</c> where it was
    /// cancelled before; <c>failed</c> where it ended with any other exception.
    /// </summary>
    public const string CleanupOutcomeTag = "lti_storage.cleanup.outcome";

    /// <summary>A nonce was stored at login.</summary>
    public const string StoredOutcome = "stored";

    /// <summary>
    /// A nonce that was to be stored is stored already: the tool's random source repeats itself. Or a launch's session has an ID that is taken.
    /// </summary>
    public const string ConflictOutcome = "conflict";

    /// <summary>A nonce was consumed, <see cref="NonceOutcome.Consumed"/>: the only outcome that accepts a launch.</summary>
    public const string ConsumedOutcome = "consumed";

    /// <summary>There is no such nonce, <see cref="NonceOutcome.Unknown"/>: the tool never made it, or it expired and was cleaned up.</summary>
    public const string UnknownOutcome = "unknown";

    /// <summary>The nonce has expired, <see cref="NonceOutcome.Expired"/>.</summary>
    public const string ExpiredOutcome = "expired";

    /// <summary>The nonce was used before, <see cref="NonceOutcome.AlreadyUsed"/>: a replay, a reloaded page, or the loser of a race.</summary>
    public const string AlreadyUsedOutcome = "already_used";

    /// <summary>A nonce was seen for the first time, by <see cref="INonceStore.ClaimNonceAsync"/>.</summary>
    public const string ClaimedOutcome = "claimed";

    /// <summary>A nonce was seen before, by <see cref="INonceStore.ClaimNonceAsync"/>; or a launch was refused for its nonce.</summary>
    public const string RefusedOutcome = "refused";

    /// <summary>A launch was completed; or a cleanup removed everything that had expired.</summary>
    public const string CompletedOutcome = "completed";

    /// <summary>A cleanup was cancelled after its first batch; its counts were removed.</summary>
    public const string StoppedOutcome = "stopped";

    /// <summary>A launch or a cleanup was cancelled before the storage did anything, for example since the user closed the page.</summary>
    public const string CancelledOutcome = "cancelled";

    /// <summary>A launch was refused for its input: an <see cref="ArgumentException"/>.</summary>
    public const string InvalidOutcome = "invalid";

    /// <summary>The storage failed in a launch or a cleanup. The operation's own <see cref="ErrorTypeTag"/> has the class of the error.</summary>
    public const string FailedOutcome = "failed";

    /// <summary>The storage was unavailable, and the work is known not to have happened: <see cref="LtiWorkOutcome.NotApplied"/>.</summary>
    public const string UnavailableNotAppliedError = "unavailable_not_applied";

    /// <summary>The storage was unavailable, and the work may have happened: <see cref="LtiWorkOutcome.Unknown"/>.</summary>
    public const string UnavailableUnknownError = "unavailable_unknown";

    /// <summary>An entry of the same key was stored already: <see cref="LtiConflictException"/>.</summary>
    public const string ConflictError = "conflict";

    /// <summary>The client or deployment that the call needs does not exist: <see cref="LtiNotFoundException"/>.</summary>
    public const string NotFoundError = "not_found";

    /// <summary>Bad input was refused: <see cref="ArgumentException"/> and its subclasses.</summary>
    public const string InvalidArgumentError = "invalid_argument";

    /// <summary>The call was cancelled: <see cref="OperationCanceledException"/>.</summary>
    public const string CancelledError = "cancelled";

    /// <summary>Any other <see cref="LtiStorageException"/>.</summary>
    public const string StorageError = "storage";

    /// <summary>Any other exception: <c>_OTHER</c>, by OpenTelemetry's conventions.</summary>
    public const string OtherError = "_OTHER";

    // The collections, by the names of the tables of providers that have tables.
    internal const string Clients = "clients";
    internal const string Deployments = "deployments";
    internal const string Nonces = "nonces";
    internal const string Sessions = "sessions";
    internal const string RegistrationSessions = "registration_sessions";
}
