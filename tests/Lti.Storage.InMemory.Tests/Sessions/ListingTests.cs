using System.Text;
using Lti.Storage.Conformance;

namespace Lti.Storage.InMemory.Tests.Sessions;

/// <summary>Tests listings that are longer than a page.</summary>
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

        Assert.Equal(ids, await ListAsync(_filter));
        Assert.Equal(ids.Skip(count / 2), await ListAsync(_filter, after: ids[(count / 2) - 1]));
    }

    [Theory, Rule("S4")]
    [InlineData(null, null, null)]
    [InlineData("client 1", null, null)]
    [InlineData(null, "deployment 2", null)]
    [InlineData("client 0", "deployment 2", null)]
    [InlineData(null, null, "user 3")]
    [InlineData("client 1", null, "user 3")]
    [InlineData(null, "deployment 2", "user 3")]
    [InlineData(null, null, null, "context 2")]
    [InlineData("client 1", "deployment 2", null, "context 2")]
    [InlineData(null, null, "user 3", "context 1")]
    public async Task A_page_has_exactly_the_next_matching_sessions(
        string? clientId, string? deploymentId, string? userId, string? contextId = null)
    {
        var filter = _filter with { ClientId = clientId, DeploymentId = deploymentId, UserId = userId, ContextId = contextId };
        List<Guid> matching = [];
        for (var i = 0; i < 3 * Sessions; i++)
        {
            var (id, client, deployment, user) = (Guid.NewGuid(), $"client {i % 2}", $"deployment {i % 3}", $"user {i % 5}");
            var context = $"context {i / 7 % 3}";
            await _storage.AddSessionAsync(Session(id, client, deployment, user, context), cancellationToken: Token);
            if ((clientId ?? client) == client && (deploymentId ?? deployment) == deployment && (userId ?? user) == user
                && (contextId ?? context) == context)
            {
                matching.Add(id);
            }
        }

        matching.Sort();

        Assert.Equal(matching, await ListAsync(filter));
        Assert.Equal(matching.Skip(100), await ListAsync(filter, after: matching[99]));
        Assert.True(await _storage.DeleteSessionAsync(matching[99], Token));
        Assert.Equal(matching.Skip(100), await ListAsync(filter, after: matching[99]));
    }

    [Fact, Rule("S4")]
    public async Task Sessions_deleted_or_added_ahead_of_a_listing_do_not_affect_the_others()
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

    private static LtiSession Session(Guid id, string client = "client", string deployment = "1", string user = "u", string context = "c") => LtiSession.FromDocument(
        id,
        Encoding.UTF8.GetBytes(
            $$$"""{"platform":{"issuer":"https://lms.example.edu","clientId":"{{{client}}}","deploymentId":"{{{deployment}}}"},"user":{"id":"{{{user}}}"},"context":{"id":"{{{context}}}"}}"""));

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

    private async Task<List<Guid>> ListAsync(SessionFilter filter, Guid? after = null)
        => await _storage.ListSessionsAsync(filter, after, Token).Select(static summary => summary.Id).ToListAsync(Token);
}
