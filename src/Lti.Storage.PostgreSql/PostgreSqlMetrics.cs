namespace Lti.Storage.PostgreSql;

/// <summary>
/// The names of the storage's instruments (<c>System.Diagnostics.Metrics</c>): changes by other nodes, batches and the queue. They are stable from version
/// to version.
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

    /// <summary>The number of calls of each batch: a histogram. This and the following are tagged by <see cref="OperationTag"/>.</summary>
    public const string BatchSize = "lti_storage.batch.size";

    /// <summary>The seconds that calls waited in the queue: a histogram of the calls that waited.</summary>
    public const string QueueWaitTime = "lti_storage.queue.wait_time";

    /// <summary>The number of calls in the queue.</summary>
    public const string QueueLength = "lti_storage.queue.length";

    /// <summary>The number of calls that were retried alone after their batch failed and changed nothing.</summary>
    public const string BatchRetries = "lti_storage.batch.retries";

    /// <summary>The tag that names the operation, by its method's name without <c>Async</c>: <c>db.operation.name</c>.</summary>
    public const string OperationTag = "db.operation.name";
}
