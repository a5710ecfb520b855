using Microsoft.Extensions.Logging;

namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>Decides whether a failed attempt is followed by another (contract rule F1).</summary>
internal sealed class RetryPolicy(ConnectionPool pool, ILogger logger)
{
    // Of those that are in each other's way one gets through each time; what still does not after so many attempts is a server in trouble.
    private const int MaxAttempts = 30;
    private const int AttemptsAtOnce = 3;

    /// <summary>Returns where another attempt is allowed, when it is time for it; throws the failure otherwise.</summary>
    public async ValueTask RequireAnotherAsync(Failure failure, RetrySafety safety, int attempt)
    {
        if (!Allows(failure, safety, attempt))
        {
            throw failure.Of(safety).ToException();
        }

        Prepare(failure, attempt);
        if (attempt >= AttemptsAtOnce)
        {
            // Those that collide again and again have to be drawn apart; nothing is waited for that tells its end.
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 4 * attempt)), TimeProvider.System).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Whether those that shared a statement which failed with this are repeated, each on its own: whenever it is known that nothing was done, since
    /// one of them may be to blame, or where each may be repeated anyway. A failure of the program (null) may come of what one of them reads.
    /// </summary>
    public bool AllowEachAlone(Failure? failure, RetrySafety safety)
    {
        if (failure is null)
        {
            return safety == RetrySafety.Read;
        }

        if (failure.Outcome != LtiWorkOutcome.NotApplied && !Allows(failure, safety, attempt: 1))
        {
            return false;
        }

        Prepare(failure, attempt: 1);
        return true;
    }

    private void Prepare(Failure failure, int attempt)
    {
        logger.StatementRetried(failure.Kind, attempt);
        if (failure.NeedsFreshConnection)
        {
            pool.Forget();
        }
    }

    private static bool Allows(Failure failure, RetrySafety safety, int attempt) => failure.Kind switch
    {
        FailureKind.Conflict or FailureKind.StalePlan => attempt < MaxAttempts,

        // A server that stays read-only is an operator's matter; one that was just demoted has a successor.
        FailureKind.ReadOnly => attempt == 1,
        FailureKind.Broken => attempt == 1 && safety != RetrySafety.OnlyIfRolledBack,
        _ => false,
    };
}
