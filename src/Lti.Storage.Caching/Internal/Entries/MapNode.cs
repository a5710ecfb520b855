namespace Lti.Storage.Caching.Internal.Entries;

/// <summary>An entry's place in a <see cref="BoundedMap{TKey, TEntry}"/>. The map's lock guards all but <see cref="IsVisited"/>.</summary>
internal sealed class MapNode<TKey, TEntry>(TKey key, TEntry entry, long weight)
{
    public readonly TKey Key = key;
    public readonly TEntry Entry = entry;
    public readonly long Weight = weight;

    public MapNode<TKey, TEntry>? Newer;
    public MapNode<TKey, TEntry>? Older;

    /// <summary>Whether the entry was found since the hand last passed it.</summary>
    public bool IsVisited;
}
