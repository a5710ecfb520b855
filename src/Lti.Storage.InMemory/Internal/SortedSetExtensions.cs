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

    /// <summary>The ids after one, or all, in order.</summary>
    public static IEnumerable<Guid> After(this SortedSet<Guid> ids, Guid? after)
        => after is { } cursor ? ids.GetViewBetween(cursor, Guid.AllBitsSet).SkipWhile(id => id == cursor) : ids;
}
