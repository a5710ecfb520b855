using Microsoft.Extensions.Logging;

namespace Lti.Storage.Sqlite.Internal;

/// <summary>Every log line of the provider. None has a stored value (contract rule E8).</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Migration {Version} was applied to the database {Path}.")]
    public static partial void MigrationApplied(this ILogger logger, int version, string path);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "The database {Path} has version {Version}, newer than the {Known} "
        + "that this library knows. It works on; update the library soon.")]
    public static partial void SchemaIsNewer(this ILogger logger, string path, int version, int known);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "The file {Path} was deleted or replaced while the storage had it "
        + "open. The storage opens the path again. Stop the processes before you replace their file.")]
    public static partial void FileMoved(this ILogger logger, string path);

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning, Message = "The log of the database {Path} could not be copied into the file: "
        + "{Reason} The log grows until that works again.")]
    public static partial void CheckpointFailed(this ILogger logger, string path, string reason);

    [LoggerMessage(EventId = 5, Level = LogLevel.Warning, Message = "Changes by other processes are not read at present: {Reason} The "
        + "storage tries again.")]
    public static partial void ChangesUnread(this ILogger logger, string reason);
}
