using Lti.Storage.Conformance.Running;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Tests deployments (rules D1 to D4) and their updates (rule C3).</summary>
/// <param name="fixture">The provider's fixture.</param>
public abstract class DeploymentConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    [Theory, Rule("D1")]
    [InlineData(DeploymentStatus.Active)]
    [InlineData(DeploymentStatus.Pending)]
    [InlineData(DeploymentStatus.Disabled)]
    public async Task An_added_deployment_has_a_version_7_id_and_is_found_unchanged_by_either_id(DeploymentStatus status)
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        var given = Any.Deployment() with { Status = status };

        var added = await Storage.AddDeploymentAsync(client.Id, given, Token);

        Assert.Equal((7, client.Id, status), (added.Id.Value.Version, added.ClientKey, added.Status));
        Assert.Equal((given.DeploymentId, given.Name, given.Description), (added.DeploymentId, added.Name, added.Description));
        Assert.Equal(added, await Storage.FindDeploymentAsync(client.Id, added.Id, Token));
        Assert.Equal(added, await Storage.FindDeploymentByPlatformIdAsync(client.Id, given.DeploymentId, Token));
    }

    [Fact, Rule("D1", "E3")]
    public async Task A_deployment_id_is_unique_within_its_client_and_free_in_another()
    {
        var one = await Storage.AddClientAsync(Any.Client(), Token);
        var two = await Storage.AddClientAsync(Any.Client(), Token);
        var first = await Storage.AddDeploymentAsync(one.Id, Any.Deployment(), Token);

        var conflict = await Assert.ThrowsAsync<LtiConflictException>(
            async () => await Storage.AddDeploymentAsync(one.Id, Any.Deployment(first.DeploymentId) with { Name = "Another" }, Token));

        Assert.Equal((LtiEntity.Deployment, first.DeploymentId), (conflict.Entity, conflict.Key));
        Assert.Equal(first, Assert.Single(await Storage.ListDeploymentsAsync(one.Id, cancellationToken: Token).CollectAsync()));
        Assert.NotEqual(first.Id, (await Storage.AddDeploymentAsync(two.Id, Any.Deployment(first.DeploymentId), Token)).Id);
    }

    [Fact, Rule("D1", "E3")]
    public async Task Adding_or_ensuring_a_deployment_of_an_unknown_client_is_not_found()
    {
        var unknown = Any.ClientKey();

        var add = await Assert.ThrowsAsync<LtiNotFoundException>(async () => await Storage.AddDeploymentAsync(unknown, Any.Deployment(), Token));
        var ensure = await Assert.ThrowsAsync<LtiNotFoundException>(async () => await Storage.EnsureDeploymentAsync(unknown, Any.Key("deployment"), cancellationToken: Token));

        Assert.Equal((LtiEntity.Client, unknown.Value), (add.Entity, add.Id));
        Assert.Equal((LtiEntity.Client, unknown.Value), (ensure.Entity, ensure.Id));
    }

    [Fact, Rule("D1")]
    public async Task Exactly_one_of_64_concurrent_adds_of_a_deployment_succeeds_and_the_others_conflict()
    {
        var nodes = await NodesAsync();
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var deployment = Any.Deployment();

            var results = await Race.RunAsync(async caller => await nodes[caller % 2].AddDeploymentAsync(client.Id, deployment, Token));

            Assert.Single(results, result => result.Value is not null);
            Assert.All(results.Where(result => result.Value is null), result => Assert.IsType<LtiConflictException>(result.Error));
        }
    }

    [Fact, Rule("D2")]
    public async Task Ensure_creates_an_absent_deployment_and_returns_an_existing_one_unchanged()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        var named = await Storage.AddDeploymentAsync(client.Id, Any.Deployment(), Token);
        var absent = Any.Key("deployment");

        var created = await Storage.EnsureDeploymentAsync(client.Id, absent, cancellationToken: Token);

        Assert.Equal((absent, null, null, DeploymentStatus.Active), (created.DeploymentId, created.Name, created.Description, created.Status));
        foreach (var status in new[] { DeploymentStatus.Pending, DeploymentStatus.Disabled })
        {
            var ensured = await Storage.EnsureDeploymentAsync(client.Id, Any.Key("deployment"), status, Token);
            Assert.Equal(status, ensured.Status);
            Assert.Equal(ensured, await Storage.FindDeploymentAsync(client.Id, ensured.Id, Token));
        }

        Assert.Equal(created, await Storage.EnsureDeploymentAsync(client.Id, absent, cancellationToken: Token));
        Assert.Equal(named, await Storage.EnsureDeploymentAsync(client.Id, named.DeploymentId, cancellationToken: Token));
    }

    [Fact, Rule("D2")]
    public async Task All_of_64_concurrent_ensures_return_the_same_deployment()
    {
        var nodes = await NodesAsync();
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var deploymentId = Any.Key("deployment");

            var results = await Race.RunAllAsync(async caller => await nodes[caller % 2].EnsureDeploymentAsync(client.Id, deploymentId, cancellationToken: Token));

            Assert.Single(results.Distinct());
        }
    }

    [Fact, Rule("D3")]
    public async Task A_mix_of_64_concurrent_writes_on_one_client_throws_only_typed_errors()
    {
        var nodes = await NodesAsync();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var key = Any.LaunchKey();
            var config = (await Storage.SaveLaunchConfigAsync(key, Any.Endpoints, cancellationToken: Token)).Config;
            var (client, first) = (config.ClientKey, config.DeploymentKey);
            string[] ids = ["default", "a", "b", key.DeploymentId];

            var results = await Race.RunAsync<object?>(async caller =>
            {
                var storage = nodes[caller % 2];
                var id = ids[caller / 8 % ids.Length];
                return (caller % 8) switch
                {
                    0 => await storage.AddDeploymentAsync(client, Any.Deployment(id), Token),
                    1 => await storage.EnsureDeploymentAsync(client, id, cancellationToken: Token),
                    2 => (await storage.SaveLaunchConfigAsync(key with { DeploymentId = id }, Any.OtherEndpoints, cancellationToken: Token)).Config,
                    3 => await storage.DeleteDeploymentAsync(client, first, Token),
                    4 => await storage.UpdateDeploymentAsync(client, first, new DeploymentUpdate { DeploymentId = id }, Token),
                    5 => await storage.UpdateClientAsync(client, new ClientUpdate { Name = id }, Token),
                    6 => caller == 62 ? await storage.DeleteClientAsync(client, Token) : await storage.FindLaunchConfigAsync(key, Token),
                    _ => await storage.FindClientWithDeploymentsAsync(client, Token),
                };
            });

            Assert.All(results.Where(result => result.Error is not null), result
                => Assert.True(result.Error is LtiConflictException or LtiNotFoundException, result.Error!.ToString()));
        }
    }

    [Fact, Rule("D4")]
    public async Task A_deployment_is_reached_only_through_its_own_client()
    {
        var owner = await Storage.AddClientAsync(Any.Client(), Token);
        var stranger = await Storage.AddClientAsync(Any.Client(), Token);
        var deployment = await Storage.AddDeploymentAsync(owner.Id, Any.Deployment(), Token);

        Assert.Null(await Storage.FindDeploymentAsync(stranger.Id, deployment.Id, Token));
        Assert.Null(await Storage.FindDeploymentByPlatformIdAsync(stranger.Id, deployment.DeploymentId, Token));
        Assert.Empty(await Storage.ListDeploymentsAsync(stranger.Id, cancellationToken: Token).CollectAsync());
        Assert.False(await Storage.DeleteDeploymentAsync(stranger.Id, deployment.Id, Token));
        var error = await Assert.ThrowsAsync<LtiNotFoundException>(
            async () => await Storage.UpdateDeploymentAsync(stranger.Id, deployment.Id, new DeploymentUpdate { Name = "Stolen" }, Token));
        Assert.Equal((LtiEntity.Deployment, deployment.Id.Value), (error.Entity, error.Id));
        Assert.Equal(deployment, await Storage.FindDeploymentAsync(owner.Id, deployment.Id, Token));
    }

    [Fact, Rule("C3")]
    public async Task An_update_changes_the_given_field_and_can_clear_the_optional_ones()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        var added = await Storage.AddDeploymentAsync(client.Id, Any.Deployment(), Token);
        (DeploymentUpdate Update, Func<LtiDeployment, LtiDeployment> Expected)[] updates =
        [
            (new(), deployment => deployment),
            (new() { DeploymentId = "renumbered" }, deployment => deployment with { DeploymentId = "renumbered" }),
            (new() { Status = DeploymentStatus.Disabled }, deployment => deployment with { Status = DeploymentStatus.Disabled }),
            (new() { Name = "Renamed" }, deployment => deployment with { Name = "Renamed" }),
            (new() { Description = "Described" }, deployment => deployment with { Description = "Described" }),
            (new() { Name = OptionalText.Clear }, deployment => deployment with { Name = null }),
            (new() { Description = OptionalText.Clear }, deployment => deployment with { Description = null }),
            (new() { Name = "" }, deployment => deployment with { Name = "" }),
        ];

        foreach (var (update, expected) in updates)
        {
            var before = await Storage.FindDeploymentAsync(client.Id, added.Id, Token);
            var updated = await Storage.UpdateDeploymentAsync(client.Id, added.Id, update, Token);
            Assert.Equal(expected(before!), updated);
            Assert.Equal(updated, await Storage.FindDeploymentAsync(client.Id, added.Id, Token));
        }
    }

    [Fact, Rule("D1", "C3")]
    public async Task An_update_to_the_id_of_another_deployment_is_a_conflict_and_changes_nothing()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        var one = await Storage.AddDeploymentAsync(client.Id, Any.Deployment(), Token);
        var two = await Storage.AddDeploymentAsync(client.Id, Any.Deployment(), Token);

        var conflict = await Assert.ThrowsAsync<LtiConflictException>(async () => await Storage.UpdateDeploymentAsync(
            client.Id, two.Id, new DeploymentUpdate { DeploymentId = one.DeploymentId, Name = "Lost" }, Token));

        Assert.Equal((LtiEntity.Deployment, one.DeploymentId), (conflict.Entity, conflict.Key));
        Assert.Equal(two, await Storage.FindDeploymentAsync(client.Id, two.Id, Token));
    }

    [Fact, Rule("C3", "E3")]
    public async Task An_update_of_an_unknown_deployment_is_not_found()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);

        await Assert.ThrowsAsync<LtiNotFoundException>(
            async () => await Storage.UpdateDeploymentAsync(client.Id, Any.DeploymentKey(), new DeploymentUpdate(), Token));
        await Assert.ThrowsAsync<LtiNotFoundException>(
            async () => await Storage.UpdateDeploymentAsync(Any.ClientKey(), Any.DeploymentKey(), new DeploymentUpdate(), Token));
    }

    [Fact, Rule("C3")]
    public async Task All_of_64_concurrent_updates_of_different_fields_survive()
    {
        var nodes = await NodesAsync();
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var deployment = await Storage.AddDeploymentAsync(client.Id, Any.Deployment(), Token);
            DeploymentUpdate[] updates = [new() { Name = OptionalText.Clear }, new() { Description = "d" }, new() { DeploymentId = Any.Key("deployment") }];

            // Callers that change nothing must not write back the values that they read.
            await Race.RunAllAsync(async caller => await nodes[caller % 2].UpdateDeploymentAsync(
                client.Id, deployment.Id, caller < updates.Length ? updates[caller] : new DeploymentUpdate(), Token));

            var expected = updates.Aggregate(deployment, (current, update) => update.ApplyTo(current));
            Assert.Equal(expected, await Storage.FindDeploymentAsync(client.Id, deployment.Id, Token));
        }
    }

    [Fact, Rule("D6")]
    public async Task Update_with_another_expected_status_is_a_conflict_and_changes_nothing()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        foreach (var stored in Enum.GetValues<DeploymentStatus>())
        {
            var deployment = await Storage.EnsureDeploymentAsync(client.Id, Any.Key("deployment"), stored, Token);
            foreach (var expected in Enum.GetValues<DeploymentStatus>().Where(status => status != stored))
            {
                var update = new DeploymentUpdate { Status = DeploymentStatus.Active, Name = "Changed", ExpectedStatus = expected };
                var conflict = await Assert.ThrowsAsync<LtiConflictException>(
                    async () => await Storage.UpdateDeploymentAsync(client.Id, deployment.Id, update, Token));

                Assert.Equal((LtiEntity.Deployment, deployment.DeploymentId), (conflict.Entity, conflict.Key));
                Assert.Equal(["Status"], conflict.Members);
                Assert.Equal(deployment, await Storage.FindDeploymentAsync(client.Id, deployment.Id, Token));
            }

            var renamed = await Storage.UpdateDeploymentAsync(
                client.Id, deployment.Id, new DeploymentUpdate { Name = "Changed", ExpectedStatus = stored }, Token);
            Assert.Equal(deployment with { Name = "Changed" }, renamed);
            Assert.Equal(renamed, await Storage.FindDeploymentAsync(client.Id, deployment.Id, Token));
        }
    }

    [Fact, Rule("D6")]
    public async Task One_of_64_concurrent_callers_changes_a_status_that_all_expect()
    {
        var nodes = await NodesAsync();
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var deployment = await Storage.AddDeploymentAsync(client.Id, Any.Deployment() with { Status = DeploymentStatus.Pending }, Token);

            // One half approves, the other half disables.
            var changed = await Race.RunAllAsync(async caller =>
            {
                var status = caller % 2 == 0 ? DeploymentStatus.Active : DeploymentStatus.Disabled;
                var update = new DeploymentUpdate { Status = status, ExpectedStatus = DeploymentStatus.Pending };
                try
                {
                    return await nodes[caller / 2 % 2].UpdateDeploymentAsync(client.Id, deployment.Id, update, Token);
                }
                catch (LtiConflictException)
                {
                    return null;
                }
            });

            Assert.Equal(Assert.Single(changed, answer => answer is not null), await Storage.FindDeploymentAsync(client.Id, deployment.Id, Token));
        }
    }

    [Fact, Rule("D4")]
    public async Task Delete_returns_whether_the_deployment_existed()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        var deployment = await Storage.AddDeploymentAsync(client.Id, Any.Deployment(), Token);

        Assert.True(await Storage.DeleteDeploymentAsync(client.Id, deployment.Id, Token));
        Assert.False(await Storage.DeleteDeploymentAsync(client.Id, deployment.Id, Token));
        Assert.Null(await Storage.FindDeploymentAsync(client.Id, deployment.Id, Token));
        Assert.NotNull(await Storage.FindClientAsync(client.Id, Token));
    }

    [Fact, Rule("C5", "E6")]
    public async Task A_list_is_in_the_order_of_ids_continues_after_any_cursor_and_blocks_no_other_call()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        List<LtiDeployment> added = [];
        for (var i = 0; i < 25; i++)
        {
            added.Add(await Storage.EnsureDeploymentAsync(client.Id, Any.Key("deployment"), cancellationToken: Token));
        }

        List<LtiDeployment> all = [];
        await foreach (var deployment in Storage.ListDeploymentsAsync(client.Id, cancellationToken: Token))
        {
            all.Add(deployment);
            await Storage.UpdateDeploymentAsync(client.Id, deployment.Id, new DeploymentUpdate { Name = "Seen" }, Token);
        }

        all.Select(deployment => deployment.Id).AssertAscending();
        Assert.Equal(added.OrderBy(deployment => deployment.Id.Value).Select(deployment => deployment.Id), all.Select(deployment => deployment.Id));
        var rest = await Storage.ListDeploymentsAsync(client.Id, all[9].Id, cancellationToken: Token).CollectAsync();
        Assert.Equal(all.Skip(10).Select(deployment => deployment with { Name = "Seen" }), rest);
    }
}
