using Lti.Storage.Conformance.Running;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Tests listings of more entries than a page has, with changes meanwhile (rules C2, C5, D5 and S4).</summary>
/// <param name="fixture">The provider's fixture.</param>
public abstract class ListingConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    /// <summary>More entries than a page of 500 has, and no multiple of a usual size.</summary>
    private const int Many = 507;

    [Fact, Rule("S4")]
    public async Task Long_listing_of_sessions_has_each_one_and_a_deletion_removes_and_counts_all()
    {
        var filter = new SessionFilter { Issuer = Any.Issuer() };
        var ids = await AddSessionsAsync(filter.Issuer, Many);
        var listing = Storage.ListSessionsAsync(filter, cancellationToken: Token);

        Assert.Equal(ids, (await listing.CollectAsync()).Select(session => session.Id));
        Assert.Equal(ids, (await listing.CollectAsync()).Select(session => session.Id));
        Assert.Equal(Many, await Storage.DeleteSessionsAsync(filter, Token));
        Assert.Empty(await listing.CollectAsync());
        Assert.Null(await Storage.FindSessionAsync(ids[^1], Token));
    }

    [Fact, Rule("S4")]
    public async Task Listing_of_sessions_that_the_loop_deletes_skips_none()
    {
        var filter = new SessionFilter { Issuer = Any.Issuer() };
        var ids = await AddSessionsAsync(filter.Issuer, Many);

        List<Guid> seen = [];
        await foreach (var session in Storage.ListSessionsAsync(filter, cancellationToken: Token))
        {
            seen.Add(session.Id);
            Assert.True(await Storage.DeleteSessionAsync(session.Id, Token));
        }

        Assert.Equal(ids, seen);
        Assert.Equal(0, await Storage.DeleteSessionsAsync(filter, Token));
    }

    [Theory, Rule("S4")]
    [InlineData(null, null)]
    [InlineData("user", null)]
    [InlineData(null, "context")]
    [InlineData("user", "context")]
    public async Task Listing_of_sessions_continues_after_a_cursor_that_is_gone(string? user, string? context)
    {
        var filter = new SessionFilter { Issuer = Any.Issuer(), UserId = user, ContextId = context };
        var ids = await AddSessionsAsync(filter.Issuer, count: 12);
        await Storage.AddSessionAsync(Any.Session(filter.Issuer, userId: "another", contextId: "another"), cancellationToken: Token);

        Assert.Equal(ids.Skip(5), await AfterAsync(ids[4]));
        await Storage.DeleteSessionAsync(ids[4], Token);
        Assert.Equal(ids.Skip(5), await AfterAsync(ids[4]));
        Assert.Equal(ids.Except([ids[4]]), await AfterAsync(Guid.Empty));
        Assert.Empty(await AfterAsync(Guid.AllBitsSet));

        async Task<IEnumerable<Guid>> AfterAsync(Guid cursor)
            => (await Storage.ListSessionsAsync(filter, cursor, Token).CollectAsync()).Select(session => session.Id).Where(ids.Contains);
    }

    [Fact, Rule("C2", "C5")]
    public async Task Long_listing_of_deployments_has_each_one_even_if_the_loop_deletes_them()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        var added = await AddAsync(Many, async _ => await Storage.EnsureDeploymentAsync(client.Id, Any.Key("deployment"), cancellationToken: Token));
        List<LtiDeployment> all = [.. added.OrderBy(deployment => deployment.Id.Value)];
        var listing = Storage.ListDeploymentsAsync(client.Id, cancellationToken: Token);

        Assert.Equal(all, await listing.CollectAsync());
        Assert.Equal(all, await listing.CollectAsync());
        Assert.Equal(all, (await Storage.FindClientWithDeploymentsAsync(client.Id, Token))!.Deployments);

        List<LtiDeployment> seen = [];
        await foreach (var deployment in listing)
        {
            seen.Add(deployment);
            Assert.True(await Storage.DeleteDeploymentAsync(client.Id, deployment.Id, Token));
        }

        Assert.Equal(all, seen);
    }

    [Theory, Rule("C5", "D5")]
    [InlineData(null)]
    [InlineData(DeploymentStatus.Active)]
    [InlineData(DeploymentStatus.Pending)]
    public async Task Listing_of_deployments_continues_after_a_cursor_that_is_gone(DeploymentStatus? status)
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        for (var i = 0; i < 12; i++)
        {
            var place = i % 3 == 0 ? DeploymentStatus.Pending : DeploymentStatus.Active;
            await Storage.EnsureDeploymentAsync(client.Id, Any.Key("deployment"), place, Token);
        }

        var all = await Storage.ListDeploymentsAsync(client.Id, status: status, cancellationToken: Token).CollectAsync();
        Assert.Equal(all.Skip(2), await AfterAsync(all[1].Id));
        await Storage.DeleteDeploymentAsync(client.Id, all[1].Id, Token);
        Assert.Equal(all.Skip(2), await AfterAsync(all[1].Id));
        Assert.Equal(all.Except([all[1]]), await AfterAsync(new DeploymentKey(Guid.Empty)));
        Assert.Empty(await AfterAsync(new DeploymentKey(Guid.AllBitsSet)));

        async Task<List<LtiDeployment>> AfterAsync(DeploymentKey cursor)
            => await Storage.ListDeploymentsAsync(client.Id, cursor, status, Token).CollectAsync();
    }

    [Fact, Rule("C2", "C5")]
    public async Task Long_listing_of_clients_has_each_one_and_continues_after_a_cursor_that_is_gone()
    {
        var issuer = Any.Issuer();
        var added = await AddAsync(Many, async _ => await Storage.AddClientAsync(Any.Client(issuer), Token));
        List<LtiClient> all = [.. added.OrderBy(client => client.Id.Value)];
        var listing = Storage.ListClientsAsync(cancellationToken: Token);

        Assert.Equal(all, await listing.CollectAsync());
        Assert.Equal(all, await listing.CollectAsync());
        Assert.Equal(all, await Storage.FindClientsAsync(issuer, cancellationToken: Token));

        await Storage.DeleteClientAsync(all[400].Id, Token);
        Assert.Equal(all.Skip(401), await Storage.ListClientsAsync(all[400].Id, Token).CollectAsync());
    }

    /// <summary>Adds sessions of the user <c>user</c> in the context <c>context</c>.</summary>
    /// <returns>Their ids in order.</returns>
    private async Task<List<Guid>> AddSessionsAsync(string issuer, int count)
    {
        var sessions = Enumerable.Range(0, count).Select(_ => Any.Session(issuer, userId: "user", contextId: "context")).ToList();
        await AddAsync(count, async place =>
        {
            await Storage.AddSessionAsync(sessions[place], cancellationToken: Token);
            return true;
        });
        return [.. sessions.Select(session => session.Id).Order()];
    }

    /// <summary>Adds entries, a few at a time.</summary>
    private static async Task<List<T>> AddAsync<T>(int count, Func<int, Task<T>> add)
    {
        const int Together = 16;
        List<T> added = [];
        for (var start = 0; start < count; start += Together)
        {
            var first = start;
            added.AddRange(await Race.RunAllAsync(caller => add(first + caller), Math.Min(Together, count - start)));
        }

        return added;
    }
}
