namespace Lti.Storage.Benchmarks;

/// <summary>A storage with so many rows of each kind, and keys of some of them.</summary>
internal sealed class ScaledStorage(ILtiStorage storage, IScaledRows rows) : IAsyncDisposable
{
    // The same keys in every run.
    private readonly Random _random = new(20260101);

    public ILtiStorage Storage => storage;

    public IScaledRows Rows => rows;

    /// <summary>A row's number, from 1. Not the last's: it may be its user's only session, and another issuer's.</summary>
    public int AnyNumber() => _random.Next(rows.Count - 1) + 1;

    public Guid Any(IReadOnlyList<Guid> ids) => ids[_random.Next(ids.Count)];

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
