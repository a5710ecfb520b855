namespace Lti.Storage.Benchmarks;

/// <summary>Those of a run, disposed together however it ends: where one can't be, the others are all the same.</summary>
internal sealed class DisposableList<T> : IAsyncDisposable
    where T : IAsyncDisposable
{
    private readonly List<T> _items = [];

    public IReadOnlyList<T> Items => _items;

    public void Add(T item) => _items.Add(item);

    public async ValueTask DisposeAsync() => await Task.WhenAll(_items.Select(async item => await item.DisposeAsync()));
}
