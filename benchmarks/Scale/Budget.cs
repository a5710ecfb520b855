namespace Lti.Storage.Benchmarks;

/// <summary>The allowed ratio between the times among the most and the fewest rows.</summary>
/// <param name="OnServer">The ratio on a server: its index is one or two pages deeper and not all rows are in its buffers.</param>
/// <param name="InMemory">
/// The ratio in memory. A million entries don't fit into the processor's caches, and a call of some hundred nanoseconds pays for each miss.
/// A linear search would exceed the ratio by far.
/// </param>
internal sealed record Budget(double OnServer, double InMemory)
{
    /// <summary>The budget of a call that a launch waits for.</summary>
    public static Budget Launch { get; } = new(1.3, 15);

    /// <summary>The budget of a call that reads rows anywhere in the table.</summary>
    public static Budget AnyRow { get; } = new(2, 15);

    /// <summary>The budget of a batch of many rows.</summary>
    public static Budget Batch { get; } = new(2, 15);

    /// <summary>The budget of a page of a listing.</summary>
    /// <remarks>A hundred rows in the order of random ids lie on a hundred pages of a large table and on a few of a small one.</remarks>
    public static Budget Page { get; } = new(5, 15);
}
