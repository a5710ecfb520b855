namespace Lti.Storage;

/// <summary>Runs the batches of work that is committed batch by batch, for providers.</summary>
public static class BatchedWork
{
    /// <summary>Runs a batch. After a committed one a failure has an unknown outcome (contract rule F1).</summary>
    /// <remarks>
    /// Without that a caller would take a failed second batch for work that did not happen. An outcome that is unknown already is
    /// passed on.
    /// </remarks>
    /// <typeparam name="T">The type of the batch's result.</typeparam>
    /// <param name="batch">Runs and commits the batch. It gets the token.</param>
    /// <param name="isFirst">True if no earlier batch was committed. Failures are then passed on.</param>
    /// <param name="done">A sentence about the earlier batches, such as <c>Some expired rows were removed.</c></param>
    /// <param name="advice">A sentence about the rest, such as <c>The next cleanup goes on.</c></param>
    /// <param name="cancellationToken">Cancels the batch as far as it observes its token.</param>
    /// <returns>The batch's result.</returns>
    /// <exception cref="LtiStorageUnavailableException">A later batch failed or met a disposed storage.</exception>
    public static async ValueTask<T> RunAsync<T>(
        Func<CancellationToken, ValueTask<T>> batch,
        bool isFirst,
        string done,
        string advice,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        try
        {
            return await batch(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
            when (!isFirst && e is ObjectDisposedException
                or LtiStorageException and not LtiStorageUnavailableException { Outcome: LtiWorkOutcome.Unknown })
        {
            throw new LtiStorageUnavailableException($"{done} The next batch failed: {e.Message} {advice}", LtiWorkOutcome.Unknown, e);
        }
    }
}
