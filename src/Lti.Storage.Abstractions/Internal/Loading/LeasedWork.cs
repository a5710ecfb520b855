namespace Lti.Storage.Internal.Loading;

/// <summary>Runs the tool's own request for at most the rest of a lease, so that no two nodes ask at the same time.</summary>
internal static class LeasedWork
{
    /// <param name="work">The request. Its token is cancelled when the lease ends.</param>
    /// <param name="rest">The rest of the lease.</param>
    /// <param name="time">Measures it.</param>
    /// <param name="late">Creates the exception for a request that outlasts the lease.</param>
    /// <returns>The answer.</returns>
    public static async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, TimeSpan rest, TimeProvider time, Func<Exception> late)
        where T : class
    {
        if (rest <= TimeSpan.Zero)
        {
            throw late();
        }

        using var leaseEnd = new CancellationTokenSource(rest, time);
        try
        {
            // A request that ignores its token must not outlast the lease either.
            return await work(leaseEnd.Token).WaitAsync(leaseEnd.Token).ConfigureAwait(false)
                ?? throw new InvalidOperationException("The request returned null. Return an answer or throw an exception.");
        }
        catch (OperationCanceledException) when (leaseEnd.IsCancellationRequested)
        {
            throw late();
        }
    }
}
