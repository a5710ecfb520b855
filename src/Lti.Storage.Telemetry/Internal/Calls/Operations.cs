using Lti.Storage.Telemetry.Internal.Metrics;

namespace Lti.Storage.Telemetry.Internal.Calls;

/// <summary>Lists the operations of a storage on one kind of database.</summary>
/// <remarks>An operation on several collections names none.</remarks>
internal sealed class Operations(Instruments instruments)
{
    public Operation<None> ListClients { get; } = new(instruments.Tags, nameof(ListClients), TelemetryNames.Clients);

    public Operation<LtiClient?> FindClient { get; } = new(instruments.Tags, nameof(FindClient), TelemetryNames.Clients);

    public Operation<ClientWithDeployments?> FindClientWithDeployments { get; } = new(instruments.Tags, nameof(FindClientWithDeployments));

    public Operation<IReadOnlyList<LtiClient>> FindClients { get; } = new(instruments.Tags, nameof(FindClients), TelemetryNames.Clients);

    public Operation<LtiClient> AddClient { get; } = new(instruments.Tags, nameof(AddClient), TelemetryNames.Clients);

    public Operation<LtiClient> UpdateClient { get; } = new(instruments.Tags, nameof(UpdateClient), TelemetryNames.Clients);

    public Operation<bool> DeleteClient { get; } = new(instruments.Tags, nameof(DeleteClient), TelemetryNames.Clients);

    public Operation<None> ListDeployments { get; } = new(instruments.Tags, nameof(ListDeployments), TelemetryNames.Deployments);

    public Operation<LtiDeployment?> FindDeployment { get; } = new(instruments.Tags, nameof(FindDeployment), TelemetryNames.Deployments);

    public Operation<LtiDeployment?> FindDeploymentByPlatformId { get; }
        = new(instruments.Tags, nameof(FindDeploymentByPlatformId), TelemetryNames.Deployments);

    public Operation<LtiDeployment> AddDeployment { get; } = new(instruments.Tags, nameof(AddDeployment), TelemetryNames.Deployments);

    public Operation<LtiDeployment> EnsureDeployment { get; } = new(instruments.Tags, nameof(EnsureDeployment), TelemetryNames.Deployments);

    public Operation<LtiDeployment> UpdateDeployment { get; } = new(instruments.Tags, nameof(UpdateDeployment), TelemetryNames.Deployments);

    public Operation<bool> DeleteDeployment { get; } = new(instruments.Tags, nameof(DeleteDeployment), TelemetryNames.Deployments);

    public Operation<LtiLaunchConfig?> FindLaunchConfig { get; } = new(instruments.Tags, nameof(FindLaunchConfig));

    public Operation<LtiLaunchConfig> SaveLaunchConfig { get; } = new(instruments.Tags, nameof(SaveLaunchConfig));

    public Operation<None> StoreNonce { get; }
        = new(instruments.Tags, nameof(StoreNonce), TelemetryNames.Nonces, new StoredNonces(new(instruments, nameof(StoreNonce))));

    public Operation<NonceOutcome> ConsumeNonce { get; }
        = new(instruments.Tags, nameof(ConsumeNonce), TelemetryNames.Nonces, new ConsumedNonces(new(instruments, nameof(ConsumeNonce))));

    public Operation<bool> ClaimNonce { get; }
        = new(instruments.Tags, nameof(ClaimNonce), TelemetryNames.Nonces, new ClaimedNonces(new(instruments, nameof(ClaimNonce))));

    public Operation<None> AddSession { get; } = new(instruments.Tags, nameof(AddSession), TelemetryNames.Sessions);

    public Operation<LtiSession?> FindSession { get; } = new(instruments.Tags, nameof(FindSession), TelemetryNames.Sessions);

    public Operation<bool> RenewSession { get; } = new(instruments.Tags, nameof(RenewSession), TelemetryNames.Sessions);

    public Operation<bool> DeleteSession { get; } = new(instruments.Tags, nameof(DeleteSession), TelemetryNames.Sessions);

    public Operation<None> ListSessions { get; } = new(instruments.Tags, nameof(ListSessions), TelemetryNames.Sessions);

    public Operation<long> DeleteSessions { get; } = new(instruments.Tags, nameof(DeleteSessions), TelemetryNames.Sessions);

    public Operation<None> SaveRegistrationSession { get; }
        = new(instruments.Tags, nameof(SaveRegistrationSession), TelemetryNames.RegistrationSessions);

    public Operation<LtiRegistrationSession?> FindRegistrationSession { get; }
        = new(instruments.Tags, nameof(FindRegistrationSession), TelemetryNames.RegistrationSessions);

    public Operation<LtiRegistrationSession?> ConsumeRegistrationSession { get; }
        = new(instruments.Tags, nameof(ConsumeRegistrationSession), TelemetryNames.RegistrationSessions);

    public Operation<bool> DeleteRegistrationSession { get; }
        = new(instruments.Tags, nameof(DeleteRegistrationSession), TelemetryNames.RegistrationSessions);

    public Operation<NonceOutcome> CompleteLaunch { get; }
        = new(
            instruments.Tags,
            nameof(CompleteLaunch),
            outcomes: new CompletedLaunches(instruments, new(new(instruments, nameof(CompleteLaunch)))));

    public Operation<CleanupResult> Cleanup { get; } = new(instruments.Tags, nameof(Cleanup), outcomes: new Cleanups(instruments));
}
