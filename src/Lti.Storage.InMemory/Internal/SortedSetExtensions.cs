using System.Collections.Immutable;

namespace Lti.Storage.InMemory.Internal;

internal static class SortedSetExtensions
{
    /// <summary>Where the first is that comes after an item, which may be in the set or not.</summary>
    public static int FirstAfter<T>(this ImmutableSortedSet<T> items, T item)
    {
        var index = items.IndexOf(item);
        return index >= 0 ? index + 1 : ~index;
    }
}
