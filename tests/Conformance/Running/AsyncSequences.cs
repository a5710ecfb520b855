namespace Lti.Storage.Conformance.Running;

internal static class AsyncSequences
{
    public static async Task<List<T>> CollectAsync<T>(this IAsyncEnumerable<T> sequence)
    {
        List<T> items = [];
        await foreach (var item in sequence.ConfigureAwait(false))
        {
            items.Add(item);
        }

        return items;
    }

    /// <summary>Whether a listing is in strictly ascending order of its ids, as PostgreSQL and .NET both order them.</summary>
    public static void AssertAscending(this IEnumerable<Guid> ids)
    {
        var all = ids.ToList();
        Assert.Equal(all.Distinct().Order(), all);
    }
}
