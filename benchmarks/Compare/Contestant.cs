namespace Lti.Storage.Benchmarks;

/// <summary>A contender in its place: with rows of its own, ready to be measured.</summary>
internal abstract class Contestant(string name) : IAsyncDisposable
{
    public string Name { get; } = name;

    public virtual bool CanDo(Operation operation) => true;

    /// <summary>The most calls that a slice can have.</summary>
    public virtual int MaxCalls(Operation operation) => operation.MaxCalls;

    /// <summary>Before the first slice of an operation with so many callers.</summary>
    public abstract Task ResetAsync(Operation operation, CancellationToken cancellationToken);

    /// <summary>Makes keys and rows for so many calls, then measures them, for as long as given.</summary>
    public abstract Task<Taken> RunAsync(Operation operation, int callers, int calls, TimeSpan time, CancellationToken cancellationToken);

    /// <summary>Counts how often a call waits for the server, on the wire; null where that can't be looked into.</summary>
    public abstract Task<double?> CountRoundTripsAsync(Operation operation, int callers, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    private protected static Task<Taken> RunAsync(Operation operation, IContender contender, int callers, int calls, TimeSpan time)
    {
        // What the keys were made of is not to be collected in the middle.
        GC.Collect(generation: 1);
        return new Slice(callers, calls, time).RunAsync(operation, contender);
    }
}
