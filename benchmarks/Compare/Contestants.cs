namespace Lti.Storage.Benchmarks;

/// <summary>Those of a run, disposed together however it ends.</summary>
internal sealed class Contestants : IAsyncDisposable
{
    private readonly List<Contestant> _all = [];

    public IReadOnlyList<Contestant> All => _all;

    public void Add(Contestant contestant) => _all.Add(contestant);

    public async ValueTask DisposeAsync()
    {
        foreach (var contestant in _all)
        {
            await contestant.DisposeAsync();
        }
    }
}
