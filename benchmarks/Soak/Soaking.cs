namespace Lti.Storage.Benchmarks;

/// <summary>Launches at a steady rate with cleanup beside them, and samples of what they leave behind.</summary>
internal sealed class Soaking(ILtiStorage storage, BenchmarkDatabase database, SoakOptions options)
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(20);

    private readonly Sampler _sampler = new(database);
    private readonly MixedLaunches _launches = new(storage, options.Lifetime);
    private readonly List<SoakSample> _samples = [];
    private long _launched;

    public IReadOnlyList<SoakSample> Samples => _samples;

    /// <summary>Runs for as long as given, or until something is answered wrongly.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var start = TimeProvider.System.GetTimestamp();
        Task[] all = [LaunchAsync(start, over.Token), RepeatAsync(options.CleanupInterval, CleanAsync, over.Token), RepeatAsync(options.SampleInterval, SampleAsync, over.Token)];
        await Task.WhenAny([.. all, Task.Delay(options.Duration, TimeProvider.System, over.Token)]);
        await over.CancelAsync();
        await Task.WhenAll(all.Select(task => task.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)));
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var failed in all.Where(task => task.IsFaulted))
        {
            await failed;
        }

        async Task SampleAsync(CancellationToken token) => _samples.Add(new SoakSample(
            TimeProvider.System.GetElapsedTime(start).TotalSeconds, Interlocked.Read(ref _launched), await _sampler.ReadAsync(token)));
    }

    private static async Task RepeatAsync(TimeSpan interval, Func<CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await act(cancellationToken);
        }
    }

    // A run may be shorter than the server's own vacuum waits before it begins.
    private async Task CleanAsync(CancellationToken cancellationToken)
    {
        await storage.CleanupAsync(cancellationToken);
        await database.ExecuteAsync("VACUUM clients, nonces, sessions, registration_sessions", cancellationToken);
    }

    // As many as are due, at most as many at once as a busy server's callers: where the machine can't keep up, the rate falls and nothing piles up.
    private async Task LaunchAsync(long start, CancellationToken cancellationToken)
    {
        var inFlight = new List<Task>();
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var due = (TimeProvider.System.GetElapsedTime(start).TotalSeconds * options.Rate) - _launched;
                for (var i = 0; i < due && inFlight.Count < options.Connections * 2; i++)
                {
                    inFlight.Add(Task.Run(() => _launches.RunAsync(cancellationToken), cancellationToken));
                    Interlocked.Increment(ref _launched);
                }

                await Task.Delay(_pause, TimeProvider.System, cancellationToken);
                foreach (var done in inFlight.Where(task => task.IsCompleted).ToList())
                {
                    inFlight.Remove(done);
                    await done;
                }
            }
        }
        finally
        {
            // A wrong answer is one at the end too: it comes before the others' being cut off.
            await Task.WhenAll(inFlight);
        }
    }
}
