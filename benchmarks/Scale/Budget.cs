namespace Lti.Storage.Benchmarks;

/// <summary>How many times longer a call may take among the most rows than among the fewest.</summary>
/// <param name="OnServer">On a server: an index one or two pages deeper, and rows that are not in its buffers.</param>
/// <param name="InMemory">
/// In memory: a call of some hundred nanoseconds pays for each miss of the processor's caches, and a million entries don't fit them; a search through
/// all entries would take hundreds of times longer.
/// </param>
internal sealed record Budget(double OnServer, double InMemory)
{
    /// <summary>Launches wait for it: the design's own figure.</summary>
    public static Budget Launch { get; } = new(1.3, 15);

    /// <summary>Rows that are somewhere among all of them.</summary>
    public static Budget AnyRow { get; } = new(2, 15);

    /// <summary>A batch of many rows.</summary>
    public static Budget Batch { get; } = new(2, 15);

    /// <summary>
    /// A page of a listing: a hundred rows in the order of random ids lie on a hundred pages of a large table, and on a few of a small one.
    /// </summary>
    public static Budget Page { get; } = new(5, 15);
}
