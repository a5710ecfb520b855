namespace Lti.Storage.Benchmarks;

/// <summary>One storage for each number of rows, disposed together.</summary>
internal sealed class ScaledStorages : IAsyncDisposable
{
    private readonly List<ScaledStorage> _all = [];

    public IReadOnlyList<ScaledStorage> All => _all;

    public void Add(ScaledStorage storage) => _all.Add(storage);

    public async ValueTask DisposeAsync()
    {
        foreach (var storage in _all)
        {
            await storage.DisposeAsync();
        }
    }
}
