namespace Lti.Storage.Conformance;

/// <summary>One set of data, the storage of one node on it, and the clock by which its entries expire.</summary>
public abstract class StorageEnvironment : IAsyncDisposable
{
    /// <summary>The storage under test.</summary>
    public abstract ILtiStorage Storage { get; }

    /// <summary>The smallest step of the storage's clock: 100 ns in memory, 1 µs in PostgreSQL.</summary>
    public abstract TimeSpan ClockStep { get; }

    /// <summary>The clock of the caller, by which expiries are handed out (rule E7).</summary>
    public abstract TimeProvider CallerClock { get; }

    /// <summary>Lets time pass for everything that is stored, without waiting.</summary>
    /// <param name="time">How much.</param>
    /// <returns>A task that ends when the time has passed.</returns>
    public abstract ValueTask PassAsync(TimeSpan time);

    /// <summary>Stops the storage's clock: from now on time passes by <see cref="PassAsync"/> alone, so that the very instant of expiry can be met.</summary>
    /// <returns>A task that ends when the clock stands.</returns>
    public abstract ValueTask FreezeAsync();

    /// <summary>Opens another storage on the same data, as another process would. The environment disposes it.</summary>
    /// <returns>The second node; the first one again where the data can't be shared, as in memory.</returns>
    public virtual ValueTask<ILtiStorage> OpenSecondNodeAsync() => ValueTask.FromResult(Storage);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
