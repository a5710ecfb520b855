using System.Collections.Concurrent;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>
/// Callers that launch without pause, as users do whatever happens to the server: each stores a nonce and completes a launch with it, twice at once, as a
/// replay would. What they were told is kept.
/// </summary>
internal sealed class LaunchLoad
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly ConcurrentDictionary<string, Launch> _launches = new(StringComparer.Ordinal);
    private readonly Func<ILtiStorage> _storage;
    private Task? _running;
    private long _calls;
    private long _failures;
    private long _longestTicks;

    private LaunchLoad(Func<ILtiStorage> storage) => _storage = storage;

    public static LaunchLoad Start(ILtiStorage storage, int callers) => Start(() => storage, callers);

    public static LaunchLoad Start(Func<ILtiStorage> storage, int callers)
    {
        var load = new LaunchLoad(storage);
        load._running = Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(load.LaunchAsync)));
        return load;
    }

    /// <summary>Waits until so many more calls have ended well.</summary>
    public Task SomeMoreAsync(int calls) => ReachAsync(() => Interlocked.Read(ref _calls), calls);

    /// <summary>Waits until so many more calls have failed.</summary>
    public Task SomeMoreFailuresAsync(int failures) => ReachAsync(() => Interlocked.Read(ref _failures), failures);

    /// <summary>Lets the calls under way end, and tells what came of all.</summary>
    public async Task<Launches> EndAsync()
    {
        await SomeMoreAsync(1);
        await _stop.CancelAsync();
        await _running!;
        _stop.Dispose();
        return new Launches([.. _launches.Values], Interlocked.Read(ref _failures), TimeSpan.FromTicks(_longestTicks));
    }

    private static Task ReachAsync(Func<long> count, int more)
    {
        var goal = count() + more;
        return Eventually.TrueAsync(() => Task.FromResult(count() >= goal), TestContext.Current.CancellationToken);
    }

    private async Task LaunchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var launch = new Launch(Sample.Nonce(), Sample.Session(), Sample.Session());
            _launches[launch.Nonce] = launch;
            var stored = await CallAsync(async () =>
            {
                await _storage().StoreNonceAsync(launch.Nonce, TimeSpan.FromHours(1));
                return NonceOutcome.Consumed;
            });
            launch.IsStored = stored == NonceOutcome.Consumed;
            await Task.WhenAll(CompleteAsync(launch, launch.First), CompleteAsync(launch, launch.Second));
        }
    }

    private async Task CompleteAsync(Launch launch, LtiSession session)
    {
        var outcome = await CallAsync(() => _storage().CompleteLaunchAsync(launch.Nonce, session, TimeSpan.FromHours(1)).AsTask());
        if (outcome == NonceOutcome.Consumed)
        {
            launch.Accept(session);
        }
        else if (outcome is null)
        {
            launch.IsInDoubt = true;
        }
    }

    /// <summary>Null where nobody can tell, or nothing was done; any exception but the documented one ends the test.</summary>
    private async Task<NonceOutcome?> CallAsync(Func<Task<NonceOutcome>> call)
    {
        var began = TimeProvider.System.GetTimestamp();
        try
        {
            var outcome = await call();
            Interlocked.Increment(ref _calls);
            return outcome;
        }
        catch (LtiStorageUnavailableException)
        {
            Interlocked.Increment(ref _failures);
            return null;
        }
        finally
        {
            InterlockedMax(TimeProvider.System.GetElapsedTime(began).Ticks);
        }
    }

    private void InterlockedMax(long ticks)
    {
        for (var seen = Volatile.Read(ref _longestTicks); ticks > seen && Interlocked.CompareExchange(ref _longestTicks, ticks, seen) != seen;)
        {
            seen = Volatile.Read(ref _longestTicks);
        }
    }
}
