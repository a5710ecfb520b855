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
    /// <param name="callerClock">
    /// The clock of the second node's caller. It is hours away from <see cref="CallerClock"/>, which no stored lifetime may show (rule E7).
    /// </param>
    /// <returns>The second node. The first node, without that clock, if the data can't be shared, as in memory.</returns>
    public virtual ValueTask<ILtiStorage> OpenSecondNodeAsync(TimeProvider callerClock) => ValueTask.FromResult(Storage);

    /// <summary>Holds all writes back: as another program does that locks the data, or a server that does not answer.</summary>
    /// <remarks>A read may go on or wait. The environment's other members must work while writes are held.</remarks>
    /// <returns>The held writes. Null if the environment can't hold writes: the tests of waiting writes are skipped then.</returns>
    public virtual ValueTask<HeldWrites?> HoldWritesAsync() => ValueTask.FromResult<HeldWrites?>(null);

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
