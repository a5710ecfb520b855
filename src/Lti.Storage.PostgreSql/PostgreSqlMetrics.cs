namespace Lti.Storage.PostgreSql;

/// <summary>
/// The names of what the storage counts of changes by other nodes, and of calls that share statements, for whoever listens
/// (<c>System.Diagnostics.Metrics</c>). They stay as they are from version to version, and cost next to nothing while nobody listens.
/// </summary>
public static class PostgreSqlMetrics
{
    /// <summary>The meter: <c>Lti.Storage.PostgreSql</c>. Each storage has a meter of its own of this name.</summary>
    public const string MeterName = "Lti.Storage.PostgreSql";

    /// <summary>Notifications of changes, by any program on the database, this storage included.</summary>
    public const string InvalidationsReceived = "lti_storage.invalidation.received";

    /// <summary>Notifications that say nothing known: anybody on the database may send some.</summary>
    public const string InvalidationsIgnored = "lti_storage.invalidation.ignored";

    /// <summary>Times that the listening connection was made, each with a report that everything may have changed.</summary>
    public const string InvalidationConnections = "lti_storage.invalidation.connections";

    /// <summary>How many calls each shared statement carried: a histogram, tagged by <see cref="OperationTag"/> as are the others of shared statements.</summary>
    public const string BatchSize = "lti_storage.batch.size";

    /// <summary>How many seconds calls waited until they were sent, those that waited: a histogram.</summary>
    public const string QueueWaitTime = "lti_storage.queue.wait_time";

    /// <summary>Calls that wait at present.</summary>
    public const string QueueLength = "lti_storage.queue.length";

    /// <summary>Calls that were repeated on their own, since a shared statement failed and changed nothing.</summary>
    public const string BatchRetries = "lti_storage.batch.retries";

    /// <summary>The tag that names the operation, by its method's name without <c>Async</c>: <c>db.operation.name</c>.</summary>
    public const string OperationTag = "db.operation.name";
}
