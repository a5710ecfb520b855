using Microsoft.Extensions.Logging;

namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>Decides whether a failed attempt is followed by another (contract rule F1).</summary>
internal sealed class RetryPolicy(ConnectionPool pool, ILogger logger)
{
    // Each conflict lets at least one transaction through. A call that conflicts so often means a server in trouble.
    private const int MaxAttempts = 30;

    // Each retry prepares the statement on a fresh connection, so a further error has another cause.
    private const int MaxStalePlanAttempts = 3;
    private const int AttemptsWithoutPause = 3;

    /// <summary>Returns when it is time for another attempt. Throws the failure if none is allowed.</summary>
    public async ValueTask RequireAnotherAsync(Failure failure, RetrySafety safety, int attempt)
    {
        if (!Allows(failure, safety, attempt))
        {
            throw failure.ToException();
        }

        Prepare(failure, attempt);
        if (attempt >= AttemptsWithoutPause)
        {
            // A random pause separates transactions that conflict repeatedly.
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 4 * attempt)), TimeProvider.System).ConfigureAwait(false);
        }
    }

    /// <summary>Whether the calls of a failed batch are retried alone.</summary>
    /// <remarks>
    /// They are retried if the batch wrote nothing: one of them may have caused the failure. They are retried too if each is safe to
    /// retry. A null failure is a fault of the program, and the row of one call may cause it.
    /// </remarks>
    public bool AllowsEachAlone(Failure? failure, RetrySafety safety)
    {
        if (failure is null)
        {
            return safety == RetrySafety.Read;
        }

        if (failure.Kind == FailureKind.Disposed || (failure.Outcome != LtiWorkOutcome.NotApplied && !Allows(failure, safety, attempt: 1)))
        {
            return false;
        }

        Prepare(failure, attempt: 1);
        return true;
    }

    private void Prepare(Failure failure, int attempt)
    {
        if (failure.NeedsFreshConnection)
        {
            pool.Forget();
        }

        logger.StatementRetried(failure.Kind, attempt);
    }

    private static bool Allows(Failure failure, RetrySafety safety, int attempt) => failure.Kind switch
    {
        FailureKind.Conflict => attempt < MaxAttempts,
        FailureKind.StalePlan => attempt < MaxStalePlanAttempts,

        // A server that was just demoted has a successor. One that stays read-only needs its operator.
        FailureKind.ReadOnly => attempt == 1,
        FailureKind.Broken => attempt == 1 && safety != RetrySafety.OnlyIfRolledBack,
        _ => false,
    };
}
