using Microsoft.Extensions.Logging;

namespace Lti.Storage.Hosting.Internal;

/// <summary>Defines every log line of this package. None contains stored values (contract rule E8).</summary>
internal static partial class Log
{
    [LoggerMessage(
        EventId = 1,
        Level = LogLevel.Information,
        Message = "Expired and removed: {Nonces} nonces, {Sessions} sessions, {RegistrationSessions} registration sessions, "
            + "{AccessTokens} access tokens, {PlatformKeySets} platform key sets.")]
    public static partial void CleanupEnded(
        this ILogger logger, long nonces, long sessions, long registrationSessions, long accessTokens, long platformKeySets);

    [LoggerMessage(
        EventId = 2,
        Level = LogLevel.Warning,
        Message = "The cleanup ended at its limit of {Limit} with more to remove; removed so far: {Nonces} nonces, {Sessions} sessions, "
                + "{RegistrationSessions} registration sessions, {AccessTokens} access tokens, "
                + "{PlatformKeySets} platform key sets. The next run continues. "
                + "If this repeats, raise RunLimit or CleanupBatchSize, or shorten Interval.")]
    public static partial void CleanupReachedItsLimit(
        this ILogger logger,
        TimeSpan limit,
        long nonces,
        long sessions,
        long registrationSessions,
        long accessTokens,
        long platformKeySets);

    [LoggerMessage(
        EventId = 3,
        Level = LogLevel.Warning,
        Message = "The cleanup failed {Times} times in a row and is retried in {Pause}: {Problem}")]
    public static partial void CleanupFailed(this ILogger logger, int times, TimeSpan pause, string problem);

    [LoggerMessage(EventId = 4, Level = LogLevel.Information, Message = "This node does not clean up: CleanupOptions.IsEnabled is false.")]
    public static partial void CleanupIsOff(this ILogger logger);

    [LoggerMessage(EventId = 6, Level = LogLevel.Information, Message = "The next tool key was made. It is announced before it signs.")]
    public static partial void ToolKeyMade(this ILogger logger);

    [LoggerMessage(
        EventId = 7,
        Level = LogLevel.Warning,
        Message = "The rotation of tool keys failed {Times} times in a row and is retried in {Pause}. The active key goes on signing: "
            + "{Problem}")]
    public static partial void RotationFailed(this ILogger logger, int times, TimeSpan pause, string problem);

    [LoggerMessage(EventId = 5, Level = LogLevel.Debug, Message = "The first cleanup begins in {Pause}.")]
    public static partial void CleanupBegins(this ILogger logger, TimeSpan pause);
}
