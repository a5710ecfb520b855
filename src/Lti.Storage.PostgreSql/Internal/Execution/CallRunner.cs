using System.Runtime.CompilerServices;

namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>Runs every call outside a batch: connects, sends, classifies failures and retries (contract rule F1).</summary>
/// <remarks>
/// An attempt of a write with an unknown outcome may have been committed. So the call keeps that outcome unless a later attempt succeeds.
/// The returned task is pooled: await it once.
/// </remarks>
internal sealed class CallRunner(ConnectionPool pool, RetryPolicy retries, CommandDeadline deadline)
{
    /// <param name="work">The work.</param>
    /// <param name="safety">When a retry is allowed.</param>
    /// <param name="cancellationToken">Cancels the wait for a connection.</param>
    /// <param name="earlier">The failure of the batch that was the call's first attempt, or null if there was none.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TResult> RunAsync<TAttempt, TResult>(
        TAttempt work, RetrySafety safety, CancellationToken cancellationToken, Failure? earlier = null)
        where TAttempt : IAttempt<TResult>
    {
        var unknown = earlier?.IfUnknown();
        for (var attempt = earlier is null ? 1 : 2; ; attempt++)
        {
            var isSent = false;
            try
            {
                var connection = await pool.ConnectAsync(cancellationToken).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                {
                    isSent = true;
                    return await work.SendAsync(connection, deadline.Start(), pool.Closing).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (Classify(e, isSent, safety, unknown) is { } failure)
            {
                // The connection is back in the pool, so none is held during the pause.
                await retries.RequireAnotherAsync(failure, safety, attempt).ConfigureAwait(false);
                unknown = failure.IfUnknown();
            }
        }
    }

    private Failure? Classify(Exception e, bool isSent, RetrySafety safety, Failure? unknown)
    {
        var failure = isSent ? Failure.OfAttempt(e)?.For(safety) : Failure.WhileConnecting(e, pool.Address);
        return unknown is null ? failure : unknown.FollowedBy(failure, e);
    }
}
