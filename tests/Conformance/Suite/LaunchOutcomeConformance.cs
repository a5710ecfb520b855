using Lti.Storage.Conformance.Running;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Tests the outcomes of finding and saving launches (rules L6 to L8) and the status of deployments (rule D5).</summary>
/// <param name="fixture">The provider's fixture.</param>
public abstract class LaunchOutcomeConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    /// <summary>Each way to differ in one endpoint only.</summary>
    public static TheoryData<string, LtiEndpoints> OneDifference { get; } = new()
    {
        { nameof(LtiEndpoints.AuthorizationUrl), Any.Endpoints with { AuthorizationUrl = "https://lms.example.edu/auth/" } },
        { nameof(LtiEndpoints.TokenUrl), Any.Endpoints with { TokenUrl = "https://LMS.example.edu/token" } },
        { nameof(LtiEndpoints.JwksUrl), Any.Endpoints with { JwksUrl = "http://lms.example.edu/jwks" } },
        { nameof(LtiEndpoints.TokenAudience), Any.Endpoints with { TokenAudience = "https://lms.example.edu/token" } },
    };

    [Fact, Rule("L6")]
    public async Task Found_launch_carries_its_client_and_deployment()
    {
        var client = await Storage.AddClientAsync(Any.Client() with { Endpoints = Any.Endpoints with { TokenAudience = "audience" } }, Token);
        var deployment = await Storage.AddDeploymentAsync(client.Id, Any.Deployment(), Token);

        var launch = await Storage.FindLaunchAsync(KeyOf(client, deployment.DeploymentId), Token);

        Assert.True(launch.IsFound);
        Assert.Equal((LaunchOutcome.Found, client, deployment), (launch.Outcome, launch.Client, launch.Deployment));
        Assert.Equal("audience", launch.Config.Endpoints.TokenAudience);
    }

    [Fact, Rule("L6", "L1")]
    public async Task Launch_found_through_default_carries_the_default_deployment()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        var byDefault = await Storage.AddDeploymentAsync(client.Id, Any.Deployment("default"), Token);

        var launch = await Storage.FindLaunchAsync(KeyOf(client, "unknown"), Token);

        Assert.Equal((LaunchOutcome.FoundThroughDefault, client, byDefault), (launch.Outcome, launch.Client, launch.Deployment));
        Assert.Equal(LaunchConfigMatch.Default, launch.Config?.Match);
    }

    [Fact, Rule("L6")]
    public async Task Unknown_launch_carries_the_client_where_it_is_known()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);

        var unknown = await Storage.FindLaunchAsync(KeyOf(client, "unknown"), Token);
        Assert.Equal((LaunchOutcome.UnknownDeployment, client, null, null), (unknown.Outcome, unknown.Client, unknown.Deployment, unknown.Config));

        var stranger = await Storage.FindLaunchAsync(KeyOf(client, "1") with { ClientId = Any.Key("client") }, Token);
        Assert.Equal((LaunchOutcome.UnknownClient, null, null, null), (stranger.Outcome, stranger.Client, stranger.Deployment, stranger.Config));
    }

    [Theory, Rule("L6", "L7")]
    [InlineData(DeploymentStatus.Pending, LaunchOutcome.DeploymentPending)]
    [InlineData(DeploymentStatus.Disabled, LaunchOutcome.DeploymentDisabled)]
    public async Task Deployment_that_is_not_active_does_not_fall_back_to_default(DeploymentStatus status, LaunchOutcome outcome)
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        await Storage.EnsureDeploymentAsync(client.Id, "default", cancellationToken: Token);
        var deployment = await Storage.AddDeploymentAsync(client.Id, Any.Deployment() with { Status = status }, Token);
        var key = KeyOf(client, deployment.DeploymentId);

        var launch = await Storage.FindLaunchAsync(key, Token);
        Assert.Equal((outcome, client, deployment, null), (launch.Outcome, launch.Client, launch.Deployment, launch.Config));
        Assert.Null(await Storage.FindLaunchConfigAsync(key, Token));

        await Storage.UpdateDeploymentAsync(client.Id, deployment.Id, new DeploymentUpdate { Status = DeploymentStatus.Active }, Token);
        Assert.Equal(LaunchOutcome.Found, (await Storage.FindLaunchAsync(key, Token)).Outcome);
    }

    [Theory, Rule("L7", "L1")]
    [InlineData(DeploymentStatus.Pending, LaunchOutcome.DeploymentPending)]
    [InlineData(DeploymentStatus.Disabled, LaunchOutcome.DeploymentDisabled)]
    public async Task Default_deployment_that_is_not_active_answers_only_for_itself(DeploymentStatus status, LaunchOutcome outcome)
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        await Storage.EnsureDeploymentAsync(client.Id, "default", status, Token);

        Assert.Equal(LaunchOutcome.UnknownDeployment, (await Storage.FindLaunchAsync(KeyOf(client, "other"), Token)).Outcome);
        Assert.Equal(outcome, (await Storage.FindLaunchAsync(KeyOf(client, "default"), Token)).Outcome);
    }

    [Fact, Rule("L6")]
    public async Task Disabled_client_refuses_every_launch_until_it_is_enabled()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        await Storage.EnsureDeploymentAsync(client.Id, "active", cancellationToken: Token);
        await Storage.EnsureDeploymentAsync(client.Id, "pending", DeploymentStatus.Pending, Token);
        string[] ids = ["active", "pending", "unknown"];
        LaunchOutcome[] before = [LaunchOutcome.Found, LaunchOutcome.DeploymentPending, LaunchOutcome.UnknownDeployment];
        await AssertAsync(before);

        var disabled = await Storage.UpdateClientAsync(client.Id, new ClientUpdate { IsEnabled = false }, Token);
        await AssertAsync([LaunchOutcome.ClientDisabled, LaunchOutcome.ClientDisabled, LaunchOutcome.ClientDisabled]);
        Assert.Equal(disabled, (await Storage.FindLaunchAsync(KeyOf(client, "active"), Token)).Client);

        await Storage.UpdateClientAsync(client.Id, new ClientUpdate { IsEnabled = true }, Token);
        await AssertAsync(before);

        async Task AssertAsync(LaunchOutcome[] expected)
        {
            foreach (var (id, outcome) in ids.Zip(expected))
            {
                Assert.Equal(outcome, (await Storage.FindLaunchAsync(KeyOf(client, id), Token)).Outcome);
            }
        }
    }

    [Fact, Rule("L8")]
    public async Task Save_tells_what_it_changed()
    {
        var key = Any.LaunchKey();

        var created = await Storage.SaveLaunchConfigAsync(key, Any.Endpoints, cancellationToken: Token);
        var unchanged = await Storage.SaveLaunchConfigAsync(key, Any.Endpoints, cancellationToken: Token);
        var deployed = await Storage.SaveLaunchConfigAsync(key with { DeploymentId = "2" }, Any.Endpoints, cancellationToken: Token);
        var same = await Storage.SaveLaunchConfigAsync(key, Any.Endpoints, ExistingEndpoints.Replace, Token);
        var replaced = await Storage.SaveLaunchConfigAsync(key, Any.OtherEndpoints, ExistingEndpoints.Replace, Token);
        var both = await Storage.SaveLaunchConfigAsync(key with { DeploymentId = "3" }, Any.Endpoints, ExistingEndpoints.Replace, Token);

        Assert.Equal(
            [
                SaveOutcome.Created, SaveOutcome.Unchanged, SaveOutcome.DeploymentCreated,
                SaveOutcome.Unchanged, SaveOutcome.Replaced, SaveOutcome.Replaced,
            ],
            new[] { created, unchanged, deployed, same, replaced, both }.Select(saved => saved.Outcome));
        Assert.Equal(created.Config, unchanged.Config);
        Assert.Equal(Any.OtherEndpoints, replaced.Config.Endpoints);
        Assert.Single(new[] { created, deployed, replaced, both }.Select(saved => saved.Config.ClientKey).Distinct());
        Assert.Equal(both.Config, await Storage.FindLaunchConfigAsync(key with { DeploymentId = "3" }, Token));
    }

    [Theory, Rule("L8", "E3")]
    [MemberData(nameof(OneDifference))]
    public async Task Save_that_differs_in_one_endpoint_is_a_conflict_that_names_it_and_changes_nothing(string member, LtiEndpoints endpoints)
    {
        var key = Any.LaunchKey();
        var saved = await Storage.SaveLaunchConfigAsync(key, Any.Endpoints, cancellationToken: Token);

        foreach (var deploymentId in new[] { key.DeploymentId, "new" })
        {
            var conflict = await Assert.ThrowsAsync<LtiConflictException>(async ()
                => await Storage.SaveLaunchConfigAsync(key with { DeploymentId = deploymentId }, endpoints, cancellationToken: Token));

            Assert.Equal(LtiEntity.Client, conflict.Entity);
            Assert.Equal([member], conflict.Members);
            Assert.Contains(member, conflict.Message, StringComparison.Ordinal);
        }

        Assert.Equal(Any.Endpoints, (await Storage.FindClientAsync(saved.Config.ClientKey, Token))!.Endpoints);
        Assert.Equal(LaunchOutcome.UnknownDeployment, (await Storage.FindLaunchAsync(key with { DeploymentId = "new" }, Token)).Outcome);
        Assert.Equal(
            SaveOutcome.Replaced, (await Storage.SaveLaunchConfigAsync(key, endpoints, ExistingEndpoints.Replace, Token)).Outcome);
    }

    [Fact, Rule("L8")]
    public async Task Save_changes_neither_enablement_nor_status()
    {
        var client = await Storage.AddClientAsync(Any.Client() with { IsEnabled = false }, Token);
        var pending = await Storage.EnsureDeploymentAsync(client.Id, "pending", DeploymentStatus.Pending, Token);
        var key = KeyOf(client, "pending");

        await Storage.SaveLaunchConfigAsync(key, Any.Endpoints, cancellationToken: Token);
        await Storage.SaveLaunchConfigAsync(key, Any.OtherEndpoints, ExistingEndpoints.Replace, Token);

        Assert.False((await Storage.FindClientAsync(client.Id, Token))!.IsEnabled);
        Assert.Equal(pending, await Storage.FindDeploymentAsync(client.Id, pending.Id, Token));
    }

    [Fact, Rule("L8", "L4")]
    public async Task Exactly_one_of_64_concurrent_saves_of_one_key_creates()
    {
        var nodes = await NodesAsync();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var key = Any.LaunchKey();

            var saved = await Race.RunAllAsync(async caller
                => await nodes[caller % 2].SaveLaunchConfigAsync(key, Any.Endpoints, cancellationToken: Token));

            Assert.Single(saved, save => save.Outcome == SaveOutcome.Created);
            Assert.All(saved, save => Assert.True(save.Outcome is SaveOutcome.Created or SaveOutcome.Unchanged));
        }
    }

    [Fact, Rule("L8")]
    public async Task One_endpoint_set_wins_among_64_concurrent_saves_and_the_others_are_refused()
    {
        var nodes = await NodesAsync();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var key = Any.LaunchKey();

            var results = await Race.RunAsync(async caller => await nodes[caller / 2 % 2].SaveLaunchConfigAsync(
                key, caller % 2 == 0 ? Any.Endpoints : Any.OtherEndpoints, cancellationToken: Token));

            var stored = (await Storage.FindLaunchConfigAsync(key, Token))!.Endpoints;
            foreach (var (caller, result) in results.Index())
            {
                Assert.Equal(stored == (caller % 2 == 0 ? Any.Endpoints : Any.OtherEndpoints), result.Error is null);
                Assert.True(result.Error is null or LtiConflictException);
            }
        }
    }

    [Fact, Rule("D2")]
    public async Task Ensure_gives_a_new_deployment_its_status_and_keeps_that_of_an_existing_one()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);

        var pending = await Storage.EnsureDeploymentAsync(client.Id, "1", DeploymentStatus.Pending, Token);
        Assert.Equal(DeploymentStatus.Pending, pending.Status);
        Assert.Equal(pending, await Storage.EnsureDeploymentAsync(client.Id, "1", cancellationToken: Token));
        Assert.Equal(pending, await Storage.EnsureDeploymentAsync(client.Id, "1", DeploymentStatus.Disabled, Token));
        Assert.Equal(pending, await Storage.FindDeploymentByPlatformIdAsync(client.Id, "1", Token));
    }

    [Fact, Rule("D2")]
    public async Task Deployment_that_turns_up_64_times_at_once_is_pending_once()
    {
        var nodes = await NodesAsync();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var client = await Storage.AddClientAsync(Any.Client(), Token);

            var ensured = await Race.RunAllAsync(async caller
                => await nodes[caller % 2].EnsureDeploymentAsync(client.Id, "new", DeploymentStatus.Pending, Token));

            Assert.Equal(DeploymentStatus.Pending, Assert.Single(ensured.Distinct()).Status);
        }
    }

    [Fact, Rule("D5")]
    public async Task Deployments_are_listed_by_status()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        List<LtiDeployment> all = [];
        for (var i = 0; i < 9; i++)
        {
            all.Add(await Storage.EnsureDeploymentAsync(client.Id, $"{i}", (DeploymentStatus)(i % 3), Token));
        }

        // Ids that are made at one instant are in no particular order.
        all = [.. all.OrderBy(deployment => deployment.Id.Value)];
        foreach (var status in Enum.GetValues<DeploymentStatus>())
        {
            var expected = all.Where(deployment => deployment.Status == status).ToList();
            Assert.Equal(expected, await Storage.ListDeploymentsAsync(client.Id, status: status, cancellationToken: Token).CollectAsync());
            Assert.Equal(
                expected[1..],
                await Storage.ListDeploymentsAsync(client.Id, expected[0].Id, status, Token).CollectAsync());
        }

        Assert.Equal(all, await Storage.ListDeploymentsAsync(client.Id, cancellationToken: Token).CollectAsync());
    }

    [Fact, Rule("C3")]
    public async Task Enablement_audience_and_status_are_stored_and_updated_alone()
    {
        var client = await Storage.AddClientAsync(
            Any.Client() with { IsEnabled = false, Endpoints = Any.Endpoints with { TokenAudience = "audience" } }, Token);
        Assert.Equal((false, "audience"), (client.IsEnabled, client.Endpoints.TokenAudience));

        Assert.Equal(client with { IsEnabled = true }, await Storage.UpdateClientAsync(client.Id, new ClientUpdate { IsEnabled = true }, Token));
        var cleared = await Storage.UpdateClientAsync(client.Id, new ClientUpdate { TokenAudience = OptionalText.Clear }, Token);
        Assert.Equal(client with { IsEnabled = true, Endpoints = Any.Endpoints }, cleared);
        Assert.Equal(cleared, await Storage.FindClientAsync(client.Id, Token));

        var deployment = await Storage.AddDeploymentAsync(client.Id, Any.Deployment() with { Status = DeploymentStatus.Disabled }, Token);
        Assert.Equal(DeploymentStatus.Disabled, deployment.Status);
        var renamed = await Storage.UpdateDeploymentAsync(client.Id, deployment.Id, new DeploymentUpdate { Name = "Renamed" }, Token);
        Assert.Equal(deployment with { Name = "Renamed" }, renamed);
        var approved = await Storage.UpdateDeploymentAsync(
            client.Id, deployment.Id, new DeploymentUpdate { Status = DeploymentStatus.Active }, Token);
        Assert.Equal(renamed with { Status = DeploymentStatus.Active }, approved);
        Assert.Equal(approved, await Storage.FindDeploymentAsync(client.Id, deployment.Id, Token));
    }

    [Fact, Rule("E2")]
    public async Task Undefined_value_of_an_enumeration_is_refused_before_anything_is_stored()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        var deployment = await Storage.EnsureDeploymentAsync(client.Id, "1", cancellationToken: Token);
        foreach (var status in new[] { (DeploymentStatus)(-1), (DeploymentStatus)3, (DeploymentStatus)int.MaxValue })
        {
            await RefusedAsync(() => Storage.AddDeploymentAsync(client.Id, Any.Deployment() with { Status = status }, Token).AsTask());
            await RefusedAsync(() => Storage.EnsureDeploymentAsync(client.Id, "2", status, Token).AsTask());
            await RefusedAsync(() => Storage.UpdateDeploymentAsync(
                client.Id, deployment.Id, new DeploymentUpdate { Status = status }, Token).AsTask());
            await RefusedAsync(() => Storage.UpdateDeploymentAsync(
                client.Id, deployment.Id, new DeploymentUpdate { ExpectedStatus = status }, Token).AsTask());
            await RefusedAsync(() => Storage.ListDeploymentsAsync(client.Id, status: status, cancellationToken: Token).CollectAsync());
        }

        await RefusedAsync(() => Storage.SaveLaunchConfigAsync(KeyOf(client, "2"), Any.OtherEndpoints, (ExistingEndpoints)2, Token).AsTask());
        Assert.Equal(deployment, Assert.Single(await Storage.ListDeploymentsAsync(client.Id, cancellationToken: Token).CollectAsync()));
        Assert.Equal(client, await Storage.FindClientAsync(client.Id, Token));

        static async Task RefusedAsync(Func<Task> call) => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(call);
    }

    private static LaunchKey KeyOf(LtiClient client, string deploymentId) => new(client.Issuer, client.ClientId, deploymentId);
}
