namespace Lti.Storage.Benchmarks;

/// <summary>A contender with its own rows.</summary>
internal abstract class Contestant(string name) : IAsyncDisposable
{
    public string Name { get; } = name;

    public virtual bool CanDo(Operation operation) => true;

    /// <summary>Gets the maximum number of calls in a slice.</summary>
    public virtual int MaxCalls(Operation operation) => operation.MaxCalls;

    /// <summary>Prepares the contender for an operation with a new number of callers.</summary>
    public abstract Task ResetAsync(Operation operation, CancellationToken cancellationToken);

    /// <summary>Makes keys and rows for the calls and then measures the calls.</summary>
    public abstract Task<Taken> RunAsync(Operation operation, int callers, int calls, TimeSpan time, CancellationToken cancellationToken);

    /// <summary>Counts the round trips of a call. Returns null when they can't be observed.</summary>
    public abstract Task<double?> CountRoundTripsAsync(Operation operation, int callers, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    private protected static Task<Taken> RunAsync(Operation operation, IContender contender, int callers, int calls, TimeSpan time)
    {
        // The garbage of the preparation must not be collected during the measurement.
        GC.Collect(generation: 1);
        return new Slice(callers, calls, time).RunAsync(operation, contender);
    }
}
