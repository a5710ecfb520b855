namespace QuickStart.Tool;

/// <summary>A part of a list that the storage streams, and whether more follow it: the cursor of the next part is the id of the last item.</summary>
internal sealed record PageOf<T>(IReadOnlyList<T> Items, bool HasMore)
{
    private const int Size = 20;

    /// <summary>Takes no more of the stream than the page shows, and one item, which tells whether there are more.</summary>
    public static async Task<PageOf<T>> TakeAsync(IAsyncEnumerable<T> items, CancellationToken cancellationToken)
    {
        var taken = await items.Take(Size + 1).ToListAsync(cancellationToken);
        return new PageOf<T>([.. taken.Take(Size)], taken.Count > Size);
    }
}
