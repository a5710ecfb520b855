using System.Runtime.CompilerServices;

namespace Lti.Storage.Sqlite.Internal.Reading;

/// <summary>Lists rows in pages by key. No connection is held between two pages (rule E6).</summary>
internal static class Pages
{
    public const int Size = 500;

    /// <summary>Lists all rows.</summary>
    /// <param name="read">Reads the rows after an id, at most <see cref="Size"/> of them. Null begins.</param>
    /// <param name="idOf">Gets the id by which the rows are ordered.</param>
    /// <param name="after">The id after which the listing begins.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public static async IAsyncEnumerable<T> ListAsync<T>(
        Func<Guid?, ValueTask<List<T>>> read,
        Func<T, Guid> idOf,
        Guid? after,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<T> page;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            page = await read(after).ConfigureAwait(false);
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
