namespace QuickStart.Tool;

/// <summary>A page of a streamed list. The id of its last item is the cursor of the next page.</summary>
internal sealed record PageOf<T>(IReadOnlyList<T> Items, bool HasMore)
{
    private const int Size = 20;

    /// <summary>Reads one page and one more item, which tells whether a next page exists.</summary>
    public static async Task<PageOf<T>> TakeAsync(IAsyncEnumerable<T> items, CancellationToken cancellationToken)
    {
        var taken = await items.Take(Size + 1).ToListAsync(cancellationToken);
        return new PageOf<T>([.. taken.Take(Size)], taken.Count > Size);
    }
}
