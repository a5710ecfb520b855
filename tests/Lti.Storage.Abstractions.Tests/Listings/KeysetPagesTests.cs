namespace Lti.Storage.Abstractions.Tests.Listings;

public sealed class KeysetPagesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(6, 3)]
    public async Task Every_row_is_listed_once_and_a_short_page_is_the_last_one(int rows, int pages)
    {
        var read = 0;

        var listed = await KeysetPages.ListAsync<int, int>(
            (after, _) =>
            {
                read++;
                return Page(Enumerable.Range(1, rows), after);
            },
            static row => row,
            after: null,
            pageSize: 3,
            Token).ToListAsync(Token);

        Assert.Equal(Enumerable.Range(1, rows), listed);
        Assert.Equal(pages, read);
    }

    [Fact]
    public async Task Listing_continues_after_the_given_key()
        => Assert.Equal(
            [3, 4],
            await KeysetPages.ListAsync<int, int>((after, _) => Page([1, 2, 3, 4], after), static row => row, 2, 3, Token).ToListAsync(Token));

    [Fact]
    public async Task Row_that_is_deleted_during_the_listing_hides_no_other_one()
    {
        List<int> rows = [1, 2, 3, 4, 5, 6, 7];
        List<int> listed = [];

        await foreach (var row in KeysetPages.ListAsync<int, int>((after, _) => Page(rows, after), static row => row, null, 3, Token))
        {
            listed.Add(row);
            rows.Remove(row);
        }

        Assert.Equal([1, 2, 3, 4, 5, 6, 7], listed);
    }

    [Fact]
    public async Task Cancelled_token_ends_the_listing_within_a_page()
    {
        using var cancel = new CancellationTokenSource();
        List<int> listed = [];

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var row in KeysetPages.ListAsync<int, int>(
                static (after, _) => Page([1, 2, 3], after), static row => row, null, 3, cancel.Token))
            {
                listed.Add(row);
                await cancel.CancelAsync();
            }
        });

        Assert.Equal([1], listed);
    }

    private static ValueTask<IReadOnlyList<int>> Page(IEnumerable<int> rows, int? after)
        => new([.. rows.Where(row => after is null || row > after).Take(3)]);
}
