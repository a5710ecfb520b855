namespace Lti.Storage.TestRuns;

/// <summary>Polls a condition that another process or session brings about.</summary>
internal static class Eventually
{
    private static readonly TimeSpan _timeout = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits until the condition is true, for at most three minutes.</summary>
    /// <exception cref="TimeoutException">The condition stayed false.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > _timeout)
            {
                throw new TimeoutException($"The condition was still false after {_timeout}.");
            }

            await Task.Delay(_pause, TimeProvider.System, cancellationToken);
        }
    }
}
