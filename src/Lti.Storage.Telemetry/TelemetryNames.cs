namespace Lti.Storage.Telemetry;

/// <summary>Names the traces and metrics. The names do not change between versions.</summary>
/// <remarks>
/// <c>docs/reference/operations.md</c> lists all of them in tables. Every tag has few values that are known beforehand. None is ever a
/// nonce, an id, a registration token or an issuer. None is a part of a session, an error message or a connection (contract rule E8).
/// </remarks>
public static class TelemetryNames
{
    /// <summary>The <see cref="System.Diagnostics.ActivitySource"/>: <c>Lti.Storage</c>.</summary>
    /// <remarks>
    /// Each operation is a span of kind client. Its name is the operation and its collection, such as <c>ConsumeNonce nonces</c>. An
    /// operation on several collections names none.
    /// </remarks>
    public const string ActivitySourceName = "Lti.Storage";

    /// <summary>The <see cref="System.Diagnostics.Metrics.Meter"/>: <c>Lti.Storage</c>.</summary>
    public const string MeterName = "Lti.Storage";

    /// <summary>The duration of operations: a histogram in seconds. Its count is the number of operations.</summary>
    /// <remarks>
    /// Tags: <see cref="DatabaseSystemTag"/>, <see cref="OperationTag"/> and <see cref="CollectionTag"/>. A failed operation also has
    /// <see cref="ErrorTypeTag"/> and <see cref="StatusCodeTag"/>. The duration of a listing is the storage's time without the caller's
    /// loop body.
    /// </remarks>
    public const string OperationDuration = "db.client.operation.duration";

    /// <summary>The number of nonces by outcome: a counter.</summary>
    /// <remarks>Tags: <see cref="DatabaseSystemTag"/>, <see cref="OperationTag"/> and <see cref="NonceOutcomeTag"/>.</remarks>
    public const string NonceOutcomes = "lti_storage.nonce.outcomes";

    /// <summary>The number of logins by outcome: a counter.</summary>
    /// <remarks>Tags: <see cref="DatabaseSystemTag"/>, <see cref="OperationTag"/> and <see cref="LoginOutcomeTag"/>.</remarks>
    public const string LoginOutcomes = "lti_storage.login.outcomes";

    /// <summary>The number of calls that find a launch by outcome: a counter.</summary>
    /// <remarks>Tags: <see cref="DatabaseSystemTag"/> and <see cref="LaunchLookupOutcomeTag"/>.</remarks>
    public const string LaunchLookups = "lti_storage.launch.lookups";

    /// <summary>The number of calls that save a launch configuration by outcome: a counter.</summary>
    /// <remarks>Tags: <see cref="DatabaseSystemTag"/> and <see cref="LaunchSaveOutcomeTag"/>.</remarks>
    public const string LaunchSaves = "lti_storage.launch.saves";

    /// <summary>The number of calls that complete a launch by outcome: a counter.</summary>
    /// <remarks>Tags: <see cref="DatabaseSystemTag"/> and <see cref="LaunchOutcomeTag"/>.</remarks>
    public const string Launches = "lti_storage.launches";

    /// <summary>The number of expired entries that cleanups removed: a counter.</summary>
    /// <remarks>Tags: <see cref="DatabaseSystemTag"/> and <see cref="CollectionTag"/>.</remarks>
    public const string CleanupRemoved = "lti_storage.cleanup.removed";

    /// <summary>The duration of cleanups: a histogram in seconds with buckets of up to half an hour.</summary>
    /// <remarks>
    /// Tags: <see cref="DatabaseSystemTag"/> and <see cref="CleanupOutcomeTag"/>. A failed cleanup also has <see cref="ErrorTypeTag"/>.
    /// </remarks>
    public const string CleanupDuration = "lti_storage.cleanup.duration";

    /// <summary>1 while the storage's <see cref="IInvalidationSource"/> reports changes and 0 while it reconnects.</summary>
    /// <remarks>Absent if there is no source or it is off. Tag: <see cref="DatabaseSystemTag"/>.</remarks>
    public const string InvalidationListening = "lti_storage.invalidation.listening";

    /// <summary>The key of the kind of database: <see cref="LtiStorageProvider.DatabaseSystemName"/>.</summary>
    public const string DatabaseSystemTag = "db.system.name";

    /// <summary>The key of the storage's name: <see cref="LtiStorageProvider.Name"/>. Absent if it has none.</summary>
    /// <remarks>Every metric and span of a named storage has it.</remarks>
    public const string StorageNameTag = "lti_storage.name";

    /// <summary>The key of the operation: its method's name without <c>Async</c>.</summary>
    public const string OperationTag = "db.operation.name";

    /// <summary>The key of the operation's collection. Absent if the operation works on several.</summary>
    /// <remarks>
    /// The values are <c>clients</c>, <c>deployments</c>, <c>nonces</c>, <c>sessions</c> and <c>registration_sessions</c>.
    /// </remarks>
    public const string CollectionTag = "db.collection.name";

    /// <summary>The key of the error class that ended an operation. Absent on success.</summary>
    /// <remarks>The values are the constants whose names end with <c>Error</c>.</remarks>
    public const string ErrorTypeTag = "error.type";

    /// <summary>The key of the database's SQLSTATE, such as <c>57014</c>. Absent if the database gave none.</summary>
    public const string StatusCodeTag = "db.response.status_code";

    /// <summary>The key of the outcome of a nonce.</summary>
    /// <remarks>
    /// <para>Storing, alone or in a login: <c>stored</c> or <c>conflict</c>.</para>
    /// <para>
    /// Consuming, alone or in a launch: <c>consumed</c>, <c>unknown</c>, <c>expired</c> or <c>already_used</c>.
    /// </para>
    /// <para>Claiming: <c>claimed</c> or <c>refused</c>.</para>
    /// </remarks>
    public const string NonceOutcomeTag = "lti_storage.nonce.outcome";

    /// <summary>The key of the outcome of a login.</summary>
    /// <remarks>
    /// <para>
    /// Resolving: <c>found</c>, <c>unknown_issuer</c>, <c>unknown_client</c>, <c>ambiguous</c> or <c>disabled</c>.
    /// </para>
    /// <para>Finding by state: <c>found</c> or <c>unknown</c>.</para>
    /// </remarks>
    public const string LoginOutcomeTag = "lti_storage.login.outcome";

    /// <summary>The key of the outcome of finding a launch.</summary>
    /// <remarks>
    /// The values are <c>found</c>, <c>found_through_default</c>, <c>unknown_client</c>, <c>unknown_deployment</c>, <c>client_disabled</c>,
    /// <c>deployment_disabled</c> and <c>deployment_pending</c>.
    /// </remarks>
    public const string LaunchLookupOutcomeTag = "lti_storage.launch.lookup.outcome";

    /// <summary>The key of the outcome of saving a launch configuration.</summary>
    /// <remarks>
    /// The values are <c>created</c>, <c>deployment_created</c>, <c>unchanged</c>, <c>replaced</c> and <c>conflict</c> (the client has
    /// other endpoints, and nothing was changed).
    /// </remarks>
    public const string LaunchSaveOutcomeTag = "lti_storage.launch.save.outcome";

    /// <summary>The key of the outcome of completing a launch, by nonce or by login.</summary>
    /// <remarks>
    /// The values are <c>completed</c> and <c>refused</c> (its nonce was not acceptable). A launch that ended with an exception has
    /// <c>conflict</c>, <c>invalid</c>, <c>cancelled</c> or <c>failed</c>.
    /// </remarks>
    public const string LaunchOutcomeTag = "lti_storage.launch.outcome";

    /// <summary>The key of the outcome of a cleanup.</summary>
    /// <remarks>
    /// The values are <c>completed</c>, <c>stopped</c> (cancelled after its first batch) and <c>cancelled</c> (cancelled before it). A
    /// cleanup that ended with any other exception has <c>failed</c>.
    /// </remarks>
    public const string CleanupOutcomeTag = "lti_storage.cleanup.outcome";

    /// <summary>A nonce was stored at login.</summary>
    public const string StoredOutcome = "stored";

    /// <summary>A nonce, a login or a launch's session was already stored under that key.</summary>
    /// <remarks>
    /// For a nonce or a login it means that the tool's random source repeats itself. For a save it means that the client has other
    /// endpoints.
    /// </remarks>
    public const string ConflictOutcome = "conflict";

    /// <summary>A nonce was consumed (<see cref="NonceOutcome.Consumed"/>). Only this outcome accepts a launch.</summary>
    public const string ConsumedOutcome = "consumed";

    /// <summary>There is no such nonce (<see cref="NonceOutcome.Unknown"/>), or no login of such a state.</summary>
    /// <remarks>The tool never created it, or it expired and was cleaned up. A login may also have expired or be used.</remarks>
    public const string UnknownOutcome = "unknown";

    /// <summary>The nonce has expired (<see cref="NonceOutcome.Expired"/>).</summary>
    public const string ExpiredOutcome = "expired";

    /// <summary>The nonce was used before (<see cref="NonceOutcome.AlreadyUsed"/>).</summary>
    /// <remarks>It was a replay, a reloaded page or the loser of a race.</remarks>
    public const string AlreadyUsedOutcome = "already_used";

    /// <summary>A nonce was claimed for the first time by <see cref="INonceStore.ClaimNonceAsync"/>.</summary>
    public const string ClaimedOutcome = "claimed";

    /// <summary>A claim found a nonce of that value (<see cref="INonceStore.ClaimNonceAsync"/>).</summary>
    /// <remarks>For a launch it means that its nonce was refused.</remarks>
    public const string RefusedOutcome = "refused";

    /// <summary>The client of a login request, the login of a state or the launch was found.</summary>
    public const string FoundOutcome = "found";

    /// <summary>The deployment <c>default</c> answers for a launch (<see cref="LaunchOutcome.FoundThroughDefault"/>).</summary>
    public const string FoundThroughDefaultOutcome = "found_through_default";

    /// <summary>The issuer of a login request has no client (<see cref="LoginOutcome.UnknownIssuer"/>).</summary>
    public const string UnknownIssuerOutcome = "unknown_issuer";

    /// <summary>No client has the issuer and client id of a login request or a launch.</summary>
    /// <remarks><see cref="LoginOutcome.UnknownClient"/> or <see cref="LaunchOutcome.UnknownClient"/>.</remarks>
    public const string UnknownClientOutcome = "unknown_client";

    /// <summary>The client of a launch does not have the deployment (<see cref="LaunchOutcome.UnknownDeployment"/>).</summary>
    public const string UnknownDeploymentOutcome = "unknown_deployment";

    /// <summary>Several enabled clients match a login request (<see cref="LoginOutcome.Ambiguous"/>).</summary>
    public const string AmbiguousOutcome = "ambiguous";

    /// <summary>Every client that matches a login request is disabled (<see cref="LoginOutcome.Disabled"/>).</summary>
    public const string DisabledOutcome = "disabled";

    /// <summary>The client of a launch is disabled (<see cref="LaunchOutcome.ClientDisabled"/>).</summary>
    public const string ClientDisabledOutcome = "client_disabled";

    /// <summary>The deployment of a launch is disabled (<see cref="LaunchOutcome.DeploymentDisabled"/>).</summary>
    public const string DeploymentDisabledOutcome = "deployment_disabled";

    /// <summary>The deployment of a launch waits for approval (<see cref="LaunchOutcome.DeploymentPending"/>).</summary>
    public const string DeploymentPendingOutcome = "deployment_pending";

    /// <summary>A save created the client and its deployment (<see cref="SaveOutcome.Created"/>).</summary>
    public const string CreatedOutcome = "created";

    /// <summary>A save created the deployment of a client (<see cref="SaveOutcome.DeploymentCreated"/>).</summary>
    public const string DeploymentCreatedOutcome = "deployment_created";

    /// <summary>A save found the same configuration (<see cref="SaveOutcome.Unchanged"/>).</summary>
    public const string UnchangedOutcome = "unchanged";

    /// <summary>A save replaced the endpoints of a client (<see cref="SaveOutcome.Replaced"/>).</summary>
    public const string ReplacedOutcome = "replaced";

    /// <summary>A launch was completed or a cleanup removed all expired entries.</summary>
    public const string CompletedOutcome = "completed";

    /// <summary>A cleanup was cancelled after its first batch. The entries that it counted are removed.</summary>
    public const string StoppedOutcome = "stopped";

    /// <summary>A launch or a cleanup was cancelled before the storage did anything.</summary>
    /// <remarks>A user who closes the page can be the reason.</remarks>
    public const string CancelledOutcome = "cancelled";

    /// <summary>A launch was rejected for invalid input (<see cref="ArgumentException"/>).</summary>
    public const string InvalidOutcome = "invalid";

    /// <summary>The storage failed in a launch or a cleanup.</summary>
    /// <remarks>The <see cref="ErrorTypeTag"/> of the operation has the class of the error.</remarks>
    public const string FailedOutcome = "failed";

    /// <summary>The storage was unavailable and the work did not happen (<see cref="LtiWorkOutcome.NotApplied"/>).</summary>
    public const string UnavailableNotAppliedError = "unavailable_not_applied";

    /// <summary>The storage was unavailable and the work may have happened (<see cref="LtiWorkOutcome.Unknown"/>).</summary>
    public const string UnavailableUnknownError = "unavailable_unknown";

    /// <summary>An entity with the same key was already stored (<see cref="LtiConflictException"/>).</summary>
    public const string ConflictError = "conflict";

    /// <summary>The client or deployment that the call needs does not exist (<see cref="LtiNotFoundException"/>).</summary>
    public const string NotFoundError = "not_found";

    /// <summary>Invalid input was rejected (<see cref="ArgumentException"/> and its subclasses).</summary>
    public const string InvalidArgumentError = "invalid_argument";

    /// <summary>The call was cancelled (<see cref="OperationCanceledException"/>).</summary>
    public const string CancelledError = "cancelled";

    /// <summary>Any other <see cref="LtiStorageException"/>.</summary>
    public const string StorageError = "storage";

    /// <summary>Any other exception: <c>_OTHER</c> in OpenTelemetry's conventions.</summary>
    public const string OtherError = "_OTHER";

    // The collections have the names of the tables in providers with tables.
    internal const string Clients = "clients";
    internal const string Deployments = "deployments";
    internal const string Nonces = "nonces";
    internal const string Sessions = "sessions";
    internal const string RegistrationSessions = "registration_sessions";
    internal const string AccessTokens = "access_tokens";
    internal const string PlatformKeySets = "platform_key_sets";
}
