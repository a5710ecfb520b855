using Lti.Storage.Conformance;

namespace Lti.Storage.InMemory.Tests.Sessions;

/// <summary>Listings that are longer than a page.</summary>
public sealed class ListingTests : IAsyncDisposable
{
    private const int Sessions = 1_000;

    private static readonly SessionFilter _filter = new() { Issuer = "https://lms.example.edu" };

    private readonly InMemoryLtiStorage _storage = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, Rule("S4")]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(Sessions)]
    public async Task A_listing_of_several_pages_has_each_session_once_in_the_order_of_ids(int count)
    {
        var ids = await AddAsync(count);

        Assert.Equal(ids, await ListAsync());
        Assert.Equal(ids.Skip(count / 2), await ListAsync(after: ids[(count / 2) - 1]));
    }

    [Fact, Rule("S4")]
    public async Task What_is_deleted_or_added_ahead_of_a_listing_is_missing_or_there_and_nothing_else_changes()
    {
        var ids = await AddAsync(Sessions);
        var (deleted, added) = (ids[^2], Guid.Parse("ffffffff-ffff-ffff-ffff-ffffffffffff"));
        List<Guid> listed = [];

        await foreach (var summary in _storage.ListSessionsAsync(_filter, cancellationToken: Token))
        {
            if (listed.Count == 0)
            {
                Assert.True(await _storage.DeleteSessionAsync(deleted, Token));
                await _storage.AddSessionAsync(Session(added), cancellationToken: Token);
            }

            listed.Add(summary.Id);
        }

        Assert.Equal([.. ids.Where(id => id != deleted), added], listed);
    }

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    private static LtiSession Session(Guid id) => LtiSession.FromDocument(
        id, """{"platform":{"issuer":"https://lms.example.edu","clientId":"client","deploymentId":"1"},"user":{"id":"u"}}"""u8);

    private async Task<List<Guid>> AddAsync(int count)
    {
        var ids = Enumerable.Range(0, count).Select(_ => Guid.NewGuid()).ToList();
        foreach (var id in ids)
        {
            await _storage.AddSessionAsync(Session(id), cancellationToken: Token);
        }

        ids.Sort();
        return ids;
    }

    private async Task<List<Guid>> ListAsync(Guid? after = null)
        => await _storage.ListSessionsAsync(_filter, after, Token).Select(static summary => summary.Id).ToListAsync(Token);
}
