using System.Runtime.CompilerServices;

namespace Lti.Storage;

/// <summary>Streams a listing in pages by key, for providers.</summary>
/// <remarks>
/// Each page continues after the last key, not at a position. So a deleted row hides no other one (contract rule C5). Nothing is held
/// while the caller's loop body runs (rule E6).
/// </remarks>
public static class KeysetPages
{
    /// <summary>Lists rows in the order of their keys.</summary>
    /// <typeparam name="T">The type of a row.</typeparam>
    /// <typeparam name="TKey">The type of the key.</typeparam>
    /// <param name="readPage">
    /// Reads the first <paramref name="pageSize"/> rows after a key in the order of their keys. Null begins with the first row.
    /// </param>
    /// <param name="keyOf">Gets the key of a row.</param>
    /// <param name="after">The key after which the listing begins. Null lists all rows.</param>
    /// <param name="pageSize">The most rows in a page. A page with fewer rows is the last one.</param>
    /// <param name="cancellationToken">Ends the listing before the next page or row.</param>
    /// <returns>The rows. Each enumeration reads them again.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async IAsyncEnumerable<T> ListAsync<T, TKey>(
        Func<TKey?, CancellationToken, ValueTask<IReadOnlyList<T>>> readPage,
        Func<T, TKey> keyOf,
        TKey? after,
        int pageSize,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where TKey : struct
    {
        ArgumentNullException.ThrowIfNull(readPage);
        ArgumentNullException.ThrowIfNull(keyOf);
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        IReadOnlyList<T> page;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            page = await readPage(after, cancellationToken).ConfigureAwait(false);
            foreach (var row in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return row;
                after = keyOf(row);
            }
        }
        while (page.Count >= pageSize);
    }
}
