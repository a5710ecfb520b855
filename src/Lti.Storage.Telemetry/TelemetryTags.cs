namespace Lti.Storage.Telemetry;

/// <summary>
/// The keys of tags on spans and metrics. Each has few values, known beforehand: none is ever a nonce, an id, a registration token, anything of a
/// session, an issuer, a message of an error or a part of a connection (contract rule E8).
/// </summary>
public static class TelemetryTags
{
    /// <summary>The kind of database, <see cref="LtiStorageProvider.DatabaseSystemName"/>: <c>db.system.name</c>.</summary>
    public const string DatabaseSystem = "db.system.name";

    /// <summary>The operation, by its method's name without <c>Async</c>: <c>db.operation.name</c>.</summary>
    public const string Operation = "db.operation.name";

    /// <summary>
    /// What the operation works on, where that is one of <c>clients</c>, <c>deployments</c>, <c>nonces</c>, <c>sessions</c> and
    /// <c>registration_sessions</c>: <c>db.collection.name</c>. Absent where it works on several.
    /// </summary>
    public const string Collection = "db.collection.name";

    /// <summary>The class of the error that an operation ended with, one of <see cref="ErrorTypes"/>: <c>error.type</c>. Absent where it succeeded.</summary>
    public const string ErrorType = "error.type";

    /// <summary>
    /// The SQLSTATE that the database gave with the error, such as <c>57014</c>: <c>db.response.status_code</c>. Absent where it gave none.
    /// </summary>
    public const string StatusCode = "db.response.status_code";

    /// <summary>
    /// What became of a nonce, one of <see cref="TelemetryOutcomes"/>: <c>lti_storage.nonce.outcome</c>. <c>stored</c> and <c>conflict</c> where it was to
    /// be stored; <c>consumed</c>, <c>unknown</c>, <c>expired</c> and <c>already_used</c> where it was to be consumed, alone or in completing a launch;
    /// <c>claimed</c> and <c>refused</c> where it was to be claimed.
    /// </summary>
    public const string NonceOutcome = "lti_storage.nonce.outcome";

    /// <summary>
    /// What became of a launch, one of <see cref="TelemetryOutcomes"/>: <c>lti_storage.launch.outcome</c>. <c>completed</c>, <c>refused</c> where its nonce
    /// was not acceptable, or <c>failed</c> with an exception.
    /// </summary>
    public const string LaunchOutcome = "lti_storage.launch.outcome";

    /// <summary>
    /// How a cleanup ended, one of <see cref="TelemetryOutcomes"/>: <c>lti_storage.cleanup.outcome</c>. <c>completed</c>, <c>stopped</c> where it was
    /// cancelled after its first batch, or <c>failed</c> with an exception.
    /// </summary>
    public const string CleanupOutcome = "lti_storage.cleanup.outcome";
}
