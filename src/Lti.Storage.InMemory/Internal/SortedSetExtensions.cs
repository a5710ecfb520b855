namespace Lti.Storage.InMemory.Internal;

internal static class SortedSetExtensions
{
    /// <summary>Finds the ids after one id in order. Null finds all.</summary>
    public static IEnumerable<Guid> After(this SortedSet<Guid> ids, Guid? after)
        => after is { } cursor ? ids.GetViewBetween(cursor, Guid.AllBitsSet).SkipWhile(id => id == cursor) : ids;
}
