namespace Lti.Storage.InMemory.Internal;

/// <summary>Stores items by id and in the order of their ids. Not thread-safe.</summary>
internal sealed class ById<T>
    where T : class
{
    private readonly Dictionary<Guid, T> _items = [];
    private readonly SortedSet<Guid> _ids = [];

    public T? Find(Guid id) => _items.GetValueOrDefault(id);

    public void Set(Guid id, T item)
    {
        _items[id] = item;
        _ids.Add(id);
    }

    public void Remove(Guid id)
    {
        _items.Remove(id);
        _ids.Remove(id);
    }

    /// <summary>Finds the items after an id. Null finds all.</summary>
    public IEnumerable<T> After(Guid? id) => _ids.After(id).Select(next => _items[next]);
}
