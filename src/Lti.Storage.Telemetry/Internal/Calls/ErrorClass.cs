using System.Data.Common;

namespace Lti.Storage.Telemetry.Internal.Calls;

/// <summary>Classifies errors without their messages.</summary>
internal static class ErrorClass
{
    private const int SqlStateLength = 5;

    public static string Of(Exception error) => error switch
    {
        LtiStorageUnavailableException { Outcome: LtiWorkOutcome.NotApplied } => TelemetryNames.UnavailableNotAppliedError,
        LtiStorageUnavailableException => TelemetryNames.UnavailableUnknownError,
        LtiConflictException => TelemetryNames.ConflictError,
        LtiNotFoundException => TelemetryNames.NotFoundError,
        LtiStorageException => TelemetryNames.StorageError,
        OperationCanceledException => TelemetryNames.CancelledError,
        ArgumentException => TelemetryNames.InvalidArgumentError,
        _ => TelemetryNames.OtherError,
    };

    /// <summary>Finds the SQLSTATE in the cause that is nearest to the error. Null if no cause has one.</summary>
    public static string? SqlState(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is DbException { SqlState: { Length: SqlStateLength } state } && state.All(char.IsAsciiLetterOrDigit))
            {
                return state;
            }
        }

        return null;
    }
}
