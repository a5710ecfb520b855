using System.Diagnostics.CodeAnalysis;

namespace Lti.Storage;

/// <summary>Holds the outcome of finding a launch, with the client wherever it is known.</summary>
/// <remarks>
/// Verify the id_token with the client's endpoints first. Decide by the outcome only then: an outcome tells a stranger about a customer.
/// </remarks>
public sealed record LtiLaunch
{
    private LtiLaunch(LaunchOutcome outcome, LtiClient? client, LtiDeployment? deployment)
    {
        Outcome = outcome;
        Client = client;
        Deployment = deployment;
        Config = outcome is LaunchOutcome.Found or LaunchOutcome.FoundThroughDefault
            ? LtiLaunchConfig.Create(
                client!, deployment!, outcome == LaunchOutcome.Found ? LaunchConfigMatch.Exact : LaunchConfigMatch.Default)
            : null;
    }

    /// <summary>The outcome.</summary>
    public LaunchOutcome Outcome { get; }

    /// <summary>The client. Null only if the outcome is <see cref="LaunchOutcome.UnknownClient"/>.</summary>
    public LtiClient? Client { get; }

    /// <summary>The deployment that answers, whatever its status. Null if none does.</summary>
    /// <remarks>It is <c>default</c> if the outcome is <see cref="LaunchOutcome.FoundThroughDefault"/>.</remarks>
    public LtiDeployment? Deployment { get; }

    /// <summary>The launch configuration. Null unless the outcome is one of the two found outcomes.</summary>
    public LtiLaunchConfig? Config { get; }

    /// <summary>True if the outcome is one of the two found outcomes.</summary>
    [MemberNotNullWhen(true, nameof(Config), nameof(Client), nameof(Deployment))]
    public bool IsFound => Config is not null;

    /// <summary>Decides the outcome from the stored rows (rules L1, L6 and L7). For providers.</summary>
    /// <param name="client">The client of the key's issuer and client id. Null if there is none.</param>
    /// <param name="exact">The client's deployment with exactly the key's deployment id. Null if there is none.</param>
    /// <param name="byDefault">
    /// The client's deployment <c>default</c>. Null if there is none or if <see cref="LtiStorageOptions.UseDefaultDeployment"/> is false.
    /// It is ignored if <paramref name="exact"/> is not null.
    /// </param>
    /// <returns>The outcome with the client and the deployment that answers.</returns>
    public static LtiLaunch Decide(LtiClient? client, LtiDeployment? exact, LtiDeployment? byDefault)
    {
        // A deployment that is pending or disabled never falls back to the default one (rule L7).
        var answering = exact ?? (byDefault is { Status: DeploymentStatus.Active } ? byDefault : null);
        return client is null ? new(LaunchOutcome.UnknownClient, client: null, deployment: null)
            : !client.IsEnabled ? new(LaunchOutcome.ClientDisabled, client, answering)
            : answering is null ? new(LaunchOutcome.UnknownDeployment, client, deployment: null)
            : answering.Status == DeploymentStatus.Pending ? new(LaunchOutcome.DeploymentPending, client, answering)
            : answering.Status != DeploymentStatus.Active ? new(LaunchOutcome.DeploymentDisabled, client, answering)
            : new(exact is null ? LaunchOutcome.FoundThroughDefault : LaunchOutcome.Found, client, answering);
    }
}
