using System.Collections.Concurrent;
using System.Diagnostics;

namespace Lti.Storage.Caching.Internal.Loading;

/// <summary>Makes one load of concurrent misses of a key (rule H2) and bounds each load by a timeout.</summary>
/// <remarks>
/// A load has its own token, timeout and context, so one caller's cancellation does not affect the others. Callers whose answers may
/// differ, because a change is in progress, get a load each. The same timeout and the caller's own token bound those too.
/// </remarks>
/// <param name="read">Reads from the inner storage.</param>
/// <param name="holds">Whether no change has overtaken a load. Only then may others join it (rule H3).</param>
/// <param name="keep">Caches the answer. The load is still found here while it runs.</param>
/// <param name="timeout">How long a load may take.</param>
/// <param name="time">The clock of the timeout.</param>
internal sealed class SharedLoads<TKey, TValue>(
    Func<TKey, CancellationToken, ValueTask<TValue>> read,
    Func<TKey, Load<TValue>, bool> holds,
    Action<TKey, Load<TValue>, TValue> keep,
    TimeSpan timeout,
    TimeProvider time)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Load<TValue>> _running = new();

    /// <summary>How many loads are in progress and may be joined.</summary>
    public int Count => _running.Count;

    /// <summary>Waits for the running load of the key or starts one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="start">Makes the load if one has to be started. It must be new: its number is read before this call.</param>
    /// <param name="cancellationToken">Ends the caller's wait and not the load.</param>
    public ValueTask<TValue> JoinAsync(TKey key, Load<TValue> start, CancellationToken cancellationToken)
    {
        var load = JoinOrStart(key, start);
        return load.Completion.IsCompleted ? new(load.Completion) : new(load.Completion.WaitAsync(cancellationToken));
    }

    /// <summary>Makes a load running that the caller completes by <see cref="End"/>. It overtakes the one that runs.</summary>
    public void Begin(TKey key, Load<TValue> load)
    {
        while (!_running.TryAdd(key, load))
        {
            Overtake(key);
        }
    }

    /// <summary>Whether a load that <see cref="Begin"/> began still runs: no change has overtaken it and no find has replaced it.</summary>
    public bool IsRunning(TKey key, Load<TValue> load) => _running.TryGetValue(key, out var running) && ReferenceEquals(running, load);

    /// <summary>Ends a load that <see cref="Begin"/> began. Its answer is cached if nothing has overtaken it.</summary>
    public void End(TKey key, Load<TValue> load, TValue value)
    {
        keep(key, load, value);
        Remove(key, load);
        load.Complete(value);
    }

    /// <summary>Overtakes the running load of a key. It is not joined and its answer is not cached.</summary>
    public void Overtake(TKey key)
    {
        if (_running.TryRemove(key, out var load))
        {
            load.Overtake();
        }
    }

    private Load<TValue> JoinOrStart(TKey key, Load<TValue> start)
    {
        while (!_running.TryAdd(key, start))
        {
            if (!_running.TryGetValue(key, out var running))
            {
                continue;
            }

            if (holds(key, running))
            {
                return running;
            }

            // Overtaken first: a change does not find a load that has been replaced, so it could be cached after the change.
            running.Overtake();
            if (_running.TryUpdate(key, start, running))
            {
                break;
            }
        }

        var trace = Activity.Current;
        NoContext.Run(trace, () => _ = RunAsync(key, start));
        return start;
    }

    private async Task RunAsync(TKey key, Load<TValue> load)
    {
        using var end = new CancellationTokenSource(timeout, time);
        Task<TValue>? reading = null;
        try
        {
            // The storage may ignore its token. The callers still get an answer in time.
            reading = read(key, end.Token).AsTask();
            var value = await reading.WaitAsync(end.Token).ConfigureAwait(false);
            keep(key, load, value);
            Remove(key, load);
            load.Complete(value);
        }
#pragma warning disable CA1031 // Every error belongs to the callers that wait.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Remove(key, load);
            Observe(reading);
            load.Fail(e is OperationCanceledException && end.IsCancellationRequested ? TimedOut(e) : e);
        }
    }

    // Another load may have replaced this one.
    private void Remove(TKey key, Load<TValue> load) => _running.TryRemove(KeyValuePair.Create(key, load));

    // The read may fail after the timeout. Reading its error marks it as observed.
    private static void Observe(Task<TValue>? reading) => _ = reading?.ContinueWith(
        static late => _ = late.Exception,
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    private LtiStorageUnavailableException TimedOut(Exception cause) => new(
        $"The storage did not answer within {timeout}. Try again; if reads need more time, raise CachingOptions.LoadTimeout.",
        LtiWorkOutcome.NotApplied,
        cause);
}
