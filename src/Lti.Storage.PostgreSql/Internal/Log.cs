using Lti.Storage.PostgreSql.Internal.Execution;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.PostgreSql.Internal;

/// <summary>Every log line of the provider. None has a stored value, a parameter or a connection string (contract rule E8).</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "A statement is retried after a failure ({Kind}) in attempt {Attempt}.")]
    public static partial void StatementRetried(this ILogger logger, FailureKind kind, int attempt);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Migration {Version} ({Name}) was applied to schema {Schema}.")]
    public static partial void MigrationApplied(this ILogger logger, int version, string name, string schema);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "A table is busy, so migration {Version} of schema {Schema} pauses "
        + "and tries again; attempt {Attempt}.")]
    public static partial void MigrationDelayed(this ILogger logger, int version, string schema, int attempt);

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning, Message = "Schema {Schema} has version {Version}, newer than the {Known} that "
        + "this library knows. It works on; update the library soon.")]
    public static partial void SchemaIsNewer(this ILogger logger, string schema, int version, int known);

    [LoggerMessage(
        EventId = 5,
        Level = LogLevel.Information,
        Message = "The data source keeps {MaxAutoPrepare} statements prepared, and the storage uses {Needed}: the others are parsed "
            + "again and again. Set its Max "
            + "Auto Prepare to {Needed} or more, unless a pooler forbids it.")]
    public static partial void NotPrepared(this ILogger logger, int maxAutoPrepare, int needed);

    [LoggerMessage(
        EventId = 9,
        Level = LogLevel.Warning,
        Message = "{Setting} is {Value} for this database user: {Consequence}")]
    public static partial void RiskySetting(this ILogger logger, string setting, string value, string consequence);

    [LoggerMessage(EventId = 6, Level = LogLevel.Information, Message = "Changes by other nodes are listened for.")]
    public static partial void ListenerConnected(this ILogger logger);

    [LoggerMessage(EventId = 7, Level = LogLevel.Warning, Message = "Changes by other nodes are not heard of at present: {Reason} The "
        + "connection that listens is made again.")]
    public static partial void ListenerLost(this ILogger logger, string reason);

    [LoggerMessage(EventId = 8, Level = LogLevel.Warning, Message = "Changes by other nodes are not heard of: {Reason}. They are seen "
        + "when a cached answer's lifetime ends.")]
    public static partial void ListenerIsOff(this ILogger logger, string reason);
}
