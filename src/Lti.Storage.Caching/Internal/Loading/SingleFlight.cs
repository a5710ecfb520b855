using System.Collections.Concurrent;

namespace Lti.Storage.Caching.Internal.Loading;

/// <summary>
/// Makes one load of any number of concurrent ones of a key (rule H2). The load has a token, a time-out and a context of its own, so that no caller takes
/// it away from the others or lends it what is the caller's alone. Nothing stays when it has ended.
/// </summary>
/// <param name="read">Reads from the inner storage.</param>
/// <param name="holds">Whether no change has overtaken a load: only then may others join it (rule H3).</param>
/// <param name="keep">Puts the answer where the next caller finds it. It is called before the load can't be joined any more.</param>
/// <param name="timeout">How long a load may take.</param>
/// <param name="clock">The clock of the time-out.</param>
internal sealed class SingleFlight<TKey, TValue>(
    Func<TKey, CancellationToken, ValueTask<TValue>> read,
    Func<TKey, Load, bool> holds,
    Action<TKey, Load, TValue> keep,
    TimeSpan timeout,
    TimeProvider clock)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Flight<TValue>> _flights = new();

    /// <summary>How many loads are under way.</summary>
    public int Count => _flights.Count;

    /// <summary>Waits for the load of the key that is under way, or begins the one given.</summary>
    public ValueTask<TValue> JoinAsync(TKey key, Load load, CancellationToken cancellationToken)
    {
        var flight = JoinOrBegin(key, load);
        return flight.Landing.IsCompleted ? new(flight.Landing) : new(flight.Landing.WaitAsync(cancellationToken));
    }

    /// <summary>Overtakes the load of a key: no one joins it, and its answer is not kept.</summary>
    public void Drop(TKey key)
    {
        if (_flights.TryRemove(key, out var flight))
        {
            flight.Load.Drop();
        }
    }

    private Flight<TValue> JoinOrBegin(TKey key, Load load)
    {
        Flight<TValue>? begun = null;
        while (true)
        {
            if (_flights.TryGetValue(key, out var flight))
            {
                if (holds(key, flight.Load))
                {
                    return flight;
                }

                begun ??= new(load);
                if (_flights.TryUpdate(key, begun, flight))
                {
                    break;
                }
            }
            else if (_flights.TryAdd(key, begun ??= new(load)))
            {
                break;
            }
        }

        NobodysContext.Run(() => _ = FlyAsync(key, begun));
        return begun;
    }

    private async Task FlyAsync(TKey key, Flight<TValue> flight)
    {
        var end = new CancellationTokenSource(timeout, clock);
        Task<TValue>? reading = null;
        try
        {
            // The storage may not look at its token; whoever waits must be told all the same.
            reading = read(key, end.Token).AsTask();
            var value = await reading.WaitAsync(end.Token).ConfigureAwait(false);
            keep(key, flight.Load, value);
            Remove(key, flight);
            flight.Land(value);
        }
#pragma warning disable CA1031 // Whatever it is belongs to those who wait.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Remove(key, flight);
            Forget(reading);
            flight.Fail(e is OperationCanceledException && end.IsCancellationRequested ? TimedOut(e) : e);
        }
        finally
        {
            end.Dispose();
        }
    }

    // Only itself: another may have taken its place.
    private void Remove(TKey key, Flight<TValue> flight) => _flights.TryRemove(KeyValuePair.Create(key, flight));

    // A read that nobody waits for any more may fail yet; an error that is nobody's is no unobserved one.
    private static void Forget(Task<TValue>? reading)
        => _ = reading?.ContinueWith(static late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private LtiStorageUnavailableException TimedOut(Exception cause) => new(
        $"The storage did not answer within {timeout}. Try again; if that is the time it needs, raise CachingOptions.LoadTimeout.",
        LtiWorkOutcome.NotApplied,
        cause);
}
