using Microsoft.Extensions.Logging;

namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>Decides whether a failed attempt is followed by another (contract rule F1).</summary>
internal static class Repeats
{
    // Among many that are in each other's way, one gets through each time; far more attempts than that are a server in trouble.
    private const int MaxAttempts = 20;

    /// <summary>Returns where another attempt is allowed, with the pool ready for it; throws the failure otherwise.</summary>
    public static void RequireAnother(Failure failure, Repetition repetition, int attempt, ConnectionPool pool, ILogger logger)
    {
        var allowed = failure.IsRolledBack
            ? attempt < MaxAttempts && !(failure.Kind == FailureKind.ReadOnly && attempt > 1)
            : failure.Kind == FailureKind.Broken && repetition != Repetition.OnlyIfRolledBack && attempt == 1;
        if (!allowed)
        {
            throw (repetition == Repetition.Read ? failure with { Outcome = LtiWorkOutcome.NotApplied } : failure).ToException();
        }

        logger.StatementRepeated(failure.Kind, attempt);
        if (failure.NeedsFreshConnection)
        {
            pool.Clear();
        }
    }
}
