namespace Lti.Storage.PostgreSqlServer.Internal;

/// <summary>Polls a condition until a deadline.</summary>
internal static class Poll
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(20);

    public static async Task UntilAsync(
        Func<CancellationToken, Task<bool>> condition, string what, TimeSpan timeout, TimeProvider time,
        CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            while (!await condition(either.Token))
            {
                await Task.Delay(_pause, time, either.Token);
            }
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{what}: not within {timeout}.", e);
        }
    }
}
