namespace Lti.Storage.PostgreSql;

/// <summary>The names of the storage's instruments for changes by other nodes, batches and the queue.</summary>
/// <remarks>They belong to <c>System.Diagnostics.Metrics</c> and stay the same from version to version.</remarks>
public static class PostgreSqlMetrics
{
    /// <summary>The meter <c>Lti.Storage.PostgreSql</c>. Each storage has its own meter of this name.</summary>
    public const string MeterName = "Lti.Storage.PostgreSql";

    /// <summary>Counts notifications of changes by any program on the database, including this storage.</summary>
    public const string InvalidationsReceived = "lti_storage.invalidation.received";

    /// <summary>Counts notifications with unknown content, which any user of the database may send.</summary>
    public const string InvalidationsIgnored = "lti_storage.invalidation.ignored";

    /// <summary>Counts connects of the listener. Each reports that everything may have changed.</summary>
    public const string InvalidationConnections = "lti_storage.invalidation.connections";

    /// <summary>
    /// The number of calls of each batch, as a histogram. This and the following have the tag <see cref="OperationTag"/>.
    /// </summary>
    public const string BatchSize = "lti_storage.batch.size";

    /// <summary>The seconds that queued calls waited, as a histogram.</summary>
    public const string QueueWaitTime = "lti_storage.queue.wait_time";

    /// <summary>The number of calls in the queue.</summary>
    public const string QueueLength = "lti_storage.queue.length";

    /// <summary>The number of calls that were retried alone after their batch failed and changed nothing.</summary>
    public const string BatchRetries = "lti_storage.batch.retries";

    /// <summary>The tag with the operation: its method's name without <c>Async</c>.</summary>
    public const string OperationTag = "db.operation.name";

    /// <summary>The tag with the storage's name. Absent if it has none.</summary>
    /// <remarks>The name is <see cref="LtiStorageOptions.Name"/>. Every instrument has the tag.</remarks>
    public const string StorageNameTag = "lti_storage.name";
}
