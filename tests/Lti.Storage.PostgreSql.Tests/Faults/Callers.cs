using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Runs callers that repeat their turns without pause until they are stopped.</summary>
/// <remarks>A turn that throws fails the test. Every wait for the callers then throws the same exception.</remarks>
internal sealed class Callers : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
    private readonly IReadOnlyList<Caller> _all;
    private readonly IReadOnlyList<Task> _running;

    private Callers(int count, Func<Caller, Task> turn)
    {
        _all = [.. Enumerable.Range(0, count).Select(number => new Caller(number))];
        _running = [.. _all.Select(caller => Task.Run(() => RunAsync(caller, turn)))];
    }

    /// <summary>Gets how many calls succeeded.</summary>
    public long Answers => _all.Sum(caller => caller.Answers);

    public long Failures => _all.Sum(caller => caller.Failures);

    public TimeSpan Longest => _all.Max(caller => caller.Longest);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Callers Start(int count, Func<Caller, Task> turn) => new(count, turn);

    /// <summary>Waits until the given number of further calls have succeeded.</summary>
    public Task SomeMoreAsync(int calls)
    {
        var goal = Answers + calls;
        return UntilAsync(() => Answers >= goal);
    }

    /// <summary>Waits until the given number of further calls have failed.</summary>
    public Task SomeMoreFailuresAsync(int failures)
    {
        var goal = Failures + failures;
        return UntilAsync(() => Failures >= goal);
    }

    /// <summary>Waits until each caller has had a further successful call.</summary>
    public Task OneMoreOfEachAsync()
    {
        var before = _all.Select(caller => caller.Answers).ToList();
        return UntilAsync(() => _all.Zip(before).All(caller => caller.First.Answers > caller.Second));
    }

    /// <summary>Stops the callers after their current turns.</summary>
    public async Task EndAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync(Caller caller, Func<Caller, Task> turn)
    {
        while (!_stop.IsCancellationRequested)
        {
            await turn(caller);
        }
    }

    private async Task UntilAsync(Func<bool> isSo)
    {
        await Eventually.TrueAsync(() => Task.FromResult(isSo() || _running.Any(task => task.IsFaulted)), Token);
        await (_running.FirstOrDefault(task => task.IsFaulted) ?? Task.CompletedTask);
    }
}
