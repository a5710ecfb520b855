namespace Lti.Storage.Conformance;

/// <summary>Holds a set of data, one node's storage on it, and the clock of its expiry.</summary>
public abstract class StorageEnvironment : IAsyncDisposable
{
    /// <summary>The storage under test.</summary>
    public abstract ILtiStorage Storage { get; }

    /// <summary>The smallest step of the storage's clock: 100 ns in memory, 1 µs in PostgreSQL.</summary>
    public abstract TimeSpan ClockStep { get; }

    /// <summary>The clock of the caller. Expiries that callers get are on it (rule E7).</summary>
    public abstract TimeProvider CallerClock { get; }

    /// <summary>Advances the time for all stored data without waiting.</summary>
    /// <param name="time">The amount of time.</param>
    /// <returns>A task that ends when the time has passed.</returns>
    public abstract ValueTask PassAsync(TimeSpan time);

    /// <summary>Stops the storage's clock, so that a test can reach the exact instant of expiry.</summary>
    /// <remarks>Afterwards only <see cref="PassAsync"/> advances it.</remarks>
    /// <returns>A task that ends when the clock is stopped.</returns>
    public abstract ValueTask FreezeAsync();

    /// <summary>Opens another storage on the same data as another process would. The environment disposes it.</summary>
    /// <returns>The second node. The first node if the data can't be shared, as in memory.</returns>
    public virtual ValueTask<ILtiStorage> OpenSecondNodeAsync() => ValueTask.FromResult(Storage);

    /// <summary>Whether each node shows a change of the other one as soon as the change has returned.</summary>
    /// <remarks>
    /// False for nodes with caches, which show it when it was reported. Tests of concurrent callers then use the first node alone.
    /// </remarks>
    public virtual bool NodesAgreeAtOnce => true;

    /// <summary>Waits until each node shows every change of the other one that has returned.</summary>
    /// <returns>A task that ends when both nodes have heard of all changes.</returns>
    public virtual ValueTask SettleAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
