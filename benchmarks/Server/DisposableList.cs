namespace Lti.Storage.Benchmarks;

/// <summary>Disposes all its items even when one of them throws.</summary>
internal sealed class DisposableList<T> : IAsyncDisposable
    where T : IAsyncDisposable
{
    private readonly List<T> _items = [];

    public IReadOnlyList<T> Items => _items;

    public void Add(T item) => _items.Add(item);

    public async ValueTask DisposeAsync() => await Task.WhenAll(_items.Select(async item => await item.DisposeAsync()));
}
