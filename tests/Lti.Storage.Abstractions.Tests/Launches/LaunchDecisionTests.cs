namespace Lti.Storage.Abstractions.Tests.Launches;

/// <summary>Tests the outcome of a launch for every combination of stored rows.</summary>
public sealed class LaunchDecisionTests
{
    private const string Any = "*";
    private const string None = "none";
    private const string Exact = "exact";
    private const string ByDefault = "default";

    private static readonly string[] _clients = [None, "disabled", "enabled"];
    private static readonly string[] _deployments = [None, .. Enum.GetNames<DeploymentStatus>()];

    /// <summary>The client, its exact deployment, its deployment <c>default</c>, the outcome and the deployment that answers.</summary>
    public static TheoryData<string, string, string, LaunchOutcome, string> Rows { get; } = new()
    {
        { None, Any, Any, LaunchOutcome.UnknownClient, None },
        { "disabled", None, None, LaunchOutcome.ClientDisabled, None },
        { "disabled", None, "Active", LaunchOutcome.ClientDisabled, ByDefault },
        { "disabled", None, "Pending", LaunchOutcome.ClientDisabled, None },
        { "disabled", None, "Disabled", LaunchOutcome.ClientDisabled, None },
        { "disabled", "Active", Any, LaunchOutcome.ClientDisabled, Exact },
        { "disabled", "Pending", Any, LaunchOutcome.ClientDisabled, Exact },
        { "disabled", "Disabled", Any, LaunchOutcome.ClientDisabled, Exact },
        { "enabled", None, None, LaunchOutcome.UnknownDeployment, None },
        { "enabled", None, "Active", LaunchOutcome.FoundThroughDefault, ByDefault },
        { "enabled", None, "Pending", LaunchOutcome.UnknownDeployment, None },
        { "enabled", None, "Disabled", LaunchOutcome.UnknownDeployment, None },
        { "enabled", "Active", Any, LaunchOutcome.Found, Exact },
        { "enabled", "Pending", Any, LaunchOutcome.DeploymentPending, Exact },
        { "enabled", "Disabled", Any, LaunchOutcome.DeploymentDisabled, Exact },
    };

    [Fact]
    public void Every_combination_and_every_outcome_is_tested()
    {
        var combinations = Rows.SelectMany(row => Expand(row.Data.Item1, row.Data.Item2, row.Data.Item3)).ToList();

        Assert.Equal(_clients.Length * _deployments.Length * _deployments.Length, combinations.Count);
        Assert.Equal(combinations.Count, combinations.Distinct().Count());
        Assert.Equal(Enum.GetValues<LaunchOutcome>(), Rows.Select(row => row.Data.Item4).Distinct().Order());
    }

    [Theory]
    [Trait("Rule", "L1")]
    [Trait("Rule", "L6")]
    [Trait("Rule", "L7")]
    [MemberData(nameof(Rows))]
    public void Stored_rows_decide_the_outcome(string client, string exact, string byDefault, LaunchOutcome outcome, string answers)
    {
        foreach (var (clientState, exactState, defaultState) in Expand(client, exact, byDefault))
        {
            var storedClient = clientState == None ? null : Client() with { IsEnabled = clientState == "enabled" };
            var (storedExact, storedDefault) = (Deployment(exactState, "deployment"), Deployment(defaultState, LtiDeployment.DefaultDeploymentId));

            var launch = LtiLaunch.Decide(storedClient, storedExact, storedDefault);

            Assert.Equal(outcome, launch.Outcome);
            Assert.Same(storedClient, launch.Client);
            Assert.Same(answers switch { Exact => storedExact, ByDefault => storedDefault, _ => null }, launch.Deployment);
            AssertConfig(launch);
        }
    }

    [Fact]
    [Trait("Rule", "L7")]
    public void Deployment_with_a_status_of_a_later_version_is_refused_and_answers_for_no_other()
    {
        var later = Deployment("Active", "deployment")! with { Status = (DeploymentStatus)9 };

        Assert.Equal(LaunchOutcome.DeploymentDisabled, LtiLaunch.Decide(Client(), later, Deployment("Active", "default")).Outcome);
        Assert.Equal(LaunchOutcome.UnknownDeployment, LtiLaunch.Decide(Client(), exact: null, later).Outcome);
    }

    private static void AssertConfig(LtiLaunch launch)
    {
        var isFound = launch.Outcome is LaunchOutcome.Found or LaunchOutcome.FoundThroughDefault;
        Assert.Equal((isFound, isFound), (launch.IsFound, launch.Config is not null));
        if (isFound)
        {
            var match = launch.Outcome == LaunchOutcome.Found ? LaunchConfigMatch.Exact : LaunchConfigMatch.Default;
            Assert.Equal(LtiLaunchConfig.Create(launch.Client!, launch.Deployment!, match), launch.Config);
        }
    }

    private static IEnumerable<(string Client, string Exact, string ByDefault)> Expand(string client, string exact, string byDefault) =>
        from one in client == Any ? _clients : [client]
        from other in exact == Any ? _deployments : [exact]
        from fallback in byDefault == Any ? _deployments : [byDefault]
        select (one, other, fallback);

    private static LtiDeployment? Deployment(string state, string deploymentId) => state == None ? null : new()
    {
        Id = new(Guid.NewGuid()),
        ClientKey = new(Guid.NewGuid()),
        DeploymentId = deploymentId,
        Status = Enum.Parse<DeploymentStatus>(state),
    };

    private static LtiClient Client() => new()
    {
        Id = new(Guid.NewGuid()),
        Name = "name",
        Issuer = "issuer",
        ClientId = "client",
        Endpoints = new() { AuthorizationUrl = "https://a.example", TokenUrl = "https://t.example", JwksUrl = "https://j.example" },
    };
}
