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

    /// <summary>Asserts that ids are strictly ascending. PostgreSQL and .NET have the same order.</summary>
    public static void AssertAscending(this IEnumerable<ClientKey> keys) => keys.Select(key => key.Value).AssertAscending();

    /// <inheritdoc cref="AssertAscending(IEnumerable{ClientKey})"/>
    public static void AssertAscending(this IEnumerable<DeploymentKey> keys) => keys.Select(key => key.Value).AssertAscending();

    /// <inheritdoc cref="AssertAscending(IEnumerable{ClientKey})"/>
    public static void AssertAscending(this IEnumerable<Guid> ids)
    {
        var all = ids.ToList();
        Assert.Equal(all.Distinct().Order(), all);
    }
}
