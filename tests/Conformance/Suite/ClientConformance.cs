using Lti.Storage.Conformance.Running;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Tests clients (rules C1 to C5).</summary>
/// <param name="fixture">The provider's fixture.</param>
public abstract class ClientConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    [Fact, Rule("C1")]
    public async Task An_added_client_has_a_version_7_id_and_is_found_unchanged()
    {
        var endpoints = Any.Endpoints with { TokenAudience = "https://lms.example.edu/audience" };
        var given = Any.Client() with { Endpoints = endpoints, IsEnabled = false };

        var added = await Storage.AddClientAsync(given, Token);

        Assert.Equal(7, added.Id.Value.Version);
        Assert.Equal((given.Name, given.Issuer, given.ClientId, given.Endpoints), (added.Name, added.Issuer, added.ClientId, added.Endpoints));
        Assert.False(added.IsEnabled);
        Assert.True((await Storage.AddClientAsync(Any.Client(), Token)).IsEnabled);
        Assert.Equal(added, await Storage.FindClientAsync(added.Id, Token));
    }

    [Fact, Rule("C1", "E3")]
    public async Task A_second_client_with_the_same_issuer_and_client_id_is_a_conflict_and_changes_nothing()
    {
        var first = await Storage.AddClientAsync(Any.Client(), Token);

        var conflict = await Assert.ThrowsAsync<LtiConflictException>(
            async () => await Storage.AddClientAsync(Any.Client(first.Issuer, first.ClientId) with { Name = "Another" }, Token));

        Assert.Equal((LtiEntity.Client, $"{first.Issuer} + {first.ClientId}"), (conflict.Entity, conflict.Key));
        Assert.Equal(first, Assert.Single(await Storage.ListClientsAsync(cancellationToken: Token).CollectAsync()));
    }

    [Fact, Rule("C1")]
    public async Task An_update_to_the_key_of_another_client_is_a_conflict_and_changes_nothing()
    {
        var one = await Storage.AddClientAsync(Any.Client(), Token);
        var two = await Storage.AddClientAsync(Any.Client(one.Issuer), Token);

        var conflict = await Assert.ThrowsAsync<LtiConflictException>(
            async () => await Storage.UpdateClientAsync(two.Id, new ClientUpdate { ClientId = one.ClientId, Name = "Lost" }, Token));

        Assert.Equal((LtiEntity.Client, $"{one.Issuer} + {one.ClientId}"), (conflict.Entity, conflict.Key));
        Assert.Equal(one, await Storage.FindClientAsync(one.Id, Token));
        Assert.Equal(two, await Storage.FindClientAsync(two.Id, Token));
    }

    [Fact, Rule("C1")]
    public async Task Exactly_one_of_64_concurrent_adds_of_a_client_succeeds_and_the_others_conflict()
    {
        var nodes = await NodesAsync();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var client = Any.Client();

            var results = await Race.RunAsync(async caller => await nodes[caller % 2].AddClientAsync(client, Token));

            Assert.Single(results, result => result.Value is not null);
            Assert.All(results.Where(result => result.Value is null), result => Assert.IsType<LtiConflictException>(result.Error));
            Assert.Single(await Storage.FindClientsAsync(client.Issuer, cancellationToken: Token));
        }
    }

    [Fact, Rule("C2")]
    public async Task Find_by_issuer_returns_exactly_the_clients_of_that_issuer_in_the_order_of_ids()
    {
        var issuer = Any.Issuer();
        var one = await Storage.AddClientAsync(Any.Client(issuer), Token);
        var two = await Storage.AddClientAsync(Any.Client(issuer), Token);
        await Storage.AddClientAsync(Any.Client(), Token);

        var found = await Storage.FindClientsAsync(issuer, cancellationToken: Token);

        Assert.Equal(new[] { one, two }.OrderBy(client => client.Id.Value), found);
    }

    [Fact, Rule("C3")]
    public async Task An_update_changes_only_the_given_field()
    {
        var added = await Storage.AddClientAsync(Any.Client(), Token);
        (ClientUpdate Update, Func<LtiClient, LtiClient> Expected)[] updates =
        [
            (new() { Name = "Renamed" }, client => client with { Name = "Renamed" }),
            (new() { Issuer = "https://moved.example.edu" }, client => client with { Issuer = "https://moved.example.edu" }),
            (new() { ClientId = "renumbered" }, client => client with { ClientId = "renumbered" }),
            (new() { AuthorizationUrl = "https://a.example.edu" }, client => client with { Endpoints = client.Endpoints with { AuthorizationUrl = "https://a.example.edu" } }),
            (new() { TokenUrl = "https://t.example.edu" }, client => client with { Endpoints = client.Endpoints with { TokenUrl = "https://t.example.edu" } }),
            (new() { JwksUrl = "https://j.example.edu" }, client => client with { Endpoints = client.Endpoints with { JwksUrl = "https://j.example.edu" } }),
            (new() { TokenAudience = "a" }, client => client with { Endpoints = client.Endpoints with { TokenAudience = "a" } }),
            (new() { TokenAudience = OptionalText.Clear }, client => client with { Endpoints = client.Endpoints with { TokenAudience = null } }),
            (new() { IsEnabled = false }, client => client with { IsEnabled = false }),
            (new() { Name = "Disabled" }, client => client with { Name = "Disabled" }),
            (new() { IsEnabled = true }, client => client with { IsEnabled = true }),
            (new(), client => client),
        ];

        foreach (var (update, expected) in updates)
        {
            var before = await Storage.FindClientAsync(added.Id, Token);
            var updated = await Storage.UpdateClientAsync(added.Id, update, Token);
            Assert.Equal(expected(before!), updated);
            Assert.Equal(updated, await Storage.FindClientAsync(added.Id, Token));
        }
    }

    [Fact, Rule("C3", "E3")]
    public async Task An_update_of_an_unknown_client_is_not_found()
    {
        var unknown = Any.ClientKey();

        var error = await Assert.ThrowsAsync<LtiNotFoundException>(
            async () => await Storage.UpdateClientAsync(unknown, new ClientUpdate { Name = "Nobody" }, Token));

        Assert.Equal((LtiEntity.Client, unknown.Value), (error.Entity, error.Id));
    }

    [Fact, Rule("C3")]
    public async Task All_of_64_concurrent_updates_of_different_fields_survive()
    {
        var nodes = await NodesAsync();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var client = await Storage.AddClientAsync(Any.Client(), Token);
            ClientUpdate[] updates =
            [
                new() { Name = "n" }, new() { AuthorizationUrl = "https://a.example.edu" }, new() { TokenUrl = "https://t.example.edu" },
                new() { JwksUrl = "https://j.example.edu" },
            ];

            // Callers that change nothing must not write back the values that they read.
            await Race.RunAllAsync(async caller
                => await nodes[caller % 2].UpdateClientAsync(client.Id, caller < updates.Length ? updates[caller] : new ClientUpdate(), Token));

            var expected = updates.Aggregate(client, (current, update) => update.ApplyTo(current));
            Assert.Equal(expected, await Storage.FindClientAsync(client.Id, Token));
        }
    }

    [Fact, Rule("C4")]
    public async Task Delete_removes_the_client_and_its_deployments_and_returns_whether_it_existed()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        var deployment = await Storage.AddDeploymentAsync(client.Id, Any.Deployment(), Token);
        var other = (await Storage.SaveLaunchConfigAsync(Any.LaunchKey(), Any.Endpoints, cancellationToken: Token)).Config;

        Assert.True(await Storage.DeleteClientAsync(client.Id, Token));

        Assert.False(await Storage.DeleteClientAsync(client.Id, Token));
        Assert.Null(await Storage.FindClientAsync(client.Id, Token));
        Assert.Null(await Storage.FindClientWithDeploymentsAsync(client.Id, Token));
        Assert.Null(await Storage.FindDeploymentAsync(client.Id, deployment.Id, Token));
        Assert.Empty(await Storage.ListDeploymentsAsync(client.Id, cancellationToken: Token).CollectAsync());
        Assert.NotNull(await Storage.FindDeploymentAsync(other.ClientKey, other.DeploymentKey, Token));
    }

    [Fact, Rule("C4")]
    public async Task Sessions_stay_when_their_client_is_deleted()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        var session = Any.Session(client.Issuer, client.ClientId);
        await Storage.AddSessionAsync(session, cancellationToken: Token);

        await Storage.DeleteClientAsync(client.Id, Token);

        Assert.Equal(session, await Storage.FindSessionAsync(session.Id, Token));
    }

    [Fact, Rule("C4")]
    public async Task A_deleted_client_can_be_added_again()
    {
        var given = Any.Client();
        var first = await Storage.AddClientAsync(given, Token);
        await Storage.DeleteClientAsync(first.Id, Token);

        var second = await Storage.AddClientAsync(given, Token);

        Assert.NotEqual(first.Id, second.Id);
    }

    [Fact, Rule("C5")]
    public async Task A_list_is_in_the_order_of_ids_and_continues_after_any_cursor()
    {
        List<LtiClient> added = [];
        for (var i = 0; i < 25; i++)
        {
            added.Add(await Storage.AddClientAsync(Any.Client(), Token));
        }

        var all = await Storage.ListClientsAsync(cancellationToken: Token).CollectAsync();

        all.Select(client => client.Id).AssertAscending();
        Assert.Equal(added.OrderBy(client => client.Id.Value), all);
        for (var i = 0; i < all.Count; i++)
        {
            Assert.Equal(all.Skip(i + 1), await Storage.ListClientsAsync(all[i].Id, Token).CollectAsync());
        }

        // A cursor need not be the id of an existing client.
        await Storage.DeleteClientAsync(all[9].Id, Token);
        Assert.Equal(all.Skip(10), await Storage.ListClientsAsync(all[9].Id, Token).CollectAsync());
        Assert.Empty(await Storage.ListClientsAsync(new ClientKey(Guid.AllBitsSet), Token).CollectAsync());
    }

    [Fact, Rule("C5", "E6")]
    public async Task A_list_with_changes_meanwhile_never_skips_a_client_that_exists_throughout()
    {
        for (var i = 0; i < 20; i++)
        {
            await Storage.AddClientAsync(Any.Client(), Token);
        }

        var before = await Storage.ListClientsAsync(cancellationToken: Token).CollectAsync();
        var stay = before.Where((_, position) => position % 2 == 0).Select(client => client.Id).ToHashSet();

        // The deleted client is behind the cursor: a listing that counts rows would skip one.
        List<ClientKey> seen = [];
        await foreach (var client in Storage.ListClientsAsync(cancellationToken: Token))
        {
            seen.Add(client.Id);
            if (!stay.Contains(client.Id))
            {
                await Storage.DeleteClientAsync(client.Id, Token);
            }
        }

        Assert.Equal(before.Select(client => client.Id), seen);

        seen.Clear();
        await foreach (var client in Storage.ListClientsAsync(cancellationToken: Token))
        {
            seen.Add(client.Id);
            if (stay.Contains(client.Id))
            {
                await Storage.AddClientAsync(Any.Client(), Token);
            }
        }

        seen.AssertAscending();
        Assert.Empty(stay.Except(seen));
    }

    [Fact, Rule("C2", "E3")]
    public async Task A_client_is_found_together_with_all_of_its_deployments()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        Assert.Empty((await Storage.FindClientWithDeploymentsAsync(client.Id, Token))!.Deployments);
        var one = await Storage.AddDeploymentAsync(client.Id, Any.Deployment(), Token);
        var two = await Storage.AddDeploymentAsync(client.Id, Any.Deployment(), Token);

        var found = await Storage.FindClientWithDeploymentsAsync(client.Id, Token);

        Assert.Equal(client, found!.Client);
        Assert.Equal(new[] { one, two }.OrderBy(deployment => deployment.Id.Value), found.Deployments);
        Assert.Null(await Storage.FindClientWithDeploymentsAsync(Any.ClientKey(), Token));
    }
}
