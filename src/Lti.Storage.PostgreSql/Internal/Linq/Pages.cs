using System.Runtime.CompilerServices;

namespace Lti.Storage.PostgreSql.Internal.Linq;

/// <summary>Streams a listing in pages by ID.</summary>
/// <remarks>No connection is held while the caller's loop body runs (rules C5 and E6).</remarks>
internal static class Pages
{
    public const int Size = 100;

    public static async IAsyncEnumerable<T> StreamAsync<T, TKey>(
        Func<TKey?, CancellationToken, Task<List<T>>> readPage,
        Func<T, TKey> idOf,
        TKey? after,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TKey : struct
    {
        List<T> page;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            page = await readPage(after, cancellationToken).ConfigureAwait(false);
            foreach (var item in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return item;
                after = idOf(item);
            }
        }
        while (page.Count == Size);
    }
}
