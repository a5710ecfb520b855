namespace Lti.Storage.PostgreSql;

/// <summary>
/// The names of what the provider counts beside Npgsql's own metrics, for whoever listens (<c>System.Diagnostics.Metrics</c>). All are counters without
/// tags. They stay as they are from version to version; <c>docs/operations.md</c> has them in one table with all others.
/// </summary>
public static class PostgreSqlMetrics
{
    /// <summary>The meter, one for the process: <c>Lti.Storage.PostgreSql</c>.</summary>
    public const string MeterName = "Lti.Storage.PostgreSql";

    /// <summary>Notifications of changes by any node, this one included.</summary>
    public const string InvalidationReceived = "lti_storage.invalidation.received";

    /// <summary>Notifications on the channel that say nothing known. Anybody on the database may send some.</summary>
    public const string InvalidationIgnored = "lti_storage.invalidation.ignored";

    /// <summary>How often the listener has connected; each time all that was cached is dropped.</summary>
    public const string InvalidationConnections = "lti_storage.invalidation.connections";
}
