namespace Lti.Storage.InMemory.Internal;

internal static class SortedSetExtensions
{
    /// <summary>Finds the ids after one, or all, in order.</summary>
    public static IEnumerable<Guid> After(this SortedSet<Guid> ids, Guid? after)
        => after is { } cursor ? ids.GetViewBetween(cursor, Guid.AllBitsSet).SkipWhile(id => id == cursor) : ids;
}
