namespace Lti.Storage.Benchmarks;

/// <summary>A storage with many rows of each kind and the keys of some of them.</summary>
internal sealed class ScaledStorage(ILtiStorage storage, IScaledRows rows) : IAsyncDisposable
{
    // The fixed seed gives the same keys in every run.
    private readonly Random _random = new(20260101);

    public ILtiStorage Storage => storage;

    public IScaledRows Rows => rows;

    /// <summary>Picks a row by its number from 1 but never the last row.</summary>
    /// <remarks>The last session may be its user's only one and may have another issuer.</remarks>
    public int AnyNumber() => _random.Next(rows.Count - 1) + 1;

    public T Any<T>(IReadOnlyList<T> ids) => ids[_random.Next(ids.Count)];

    public async ValueTask DisposeAsync()
    {
        try
        {
            await storage.DisposeAsync();
        }
        finally
        {
            await rows.DisposeAsync();
        }
    }
}
