using Lti.Storage.Telemetry.Internal.Metrics;

namespace Lti.Storage.Telemetry.Internal.Calls;

/// <summary>Lists the operations of a storage on one kind of database.</summary>
/// <remarks>An operation on several collections names none. The overloads of a method are one operation.</remarks>
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

    public Operation<ResolvedLogin> ResolveLogin { get; }
        = new(
            instruments.Tags,
            nameof(ResolveLogin),
            TelemetryNames.Clients,
            new ResolvedLogins(Logins(instruments, nameof(ResolveLogin))));

    public Operation<None> BeginLogin { get; }
        = new(instruments.Tags, nameof(BeginLogin), TelemetryNames.Nonces, new StoredNonces(Nonces(instruments, nameof(BeginLogin))));

    public Operation<LtiLogin?> FindLogin { get; }
        = new(instruments.Tags, nameof(FindLogin), TelemetryNames.Nonces, new FoundLogins(Logins(instruments, nameof(FindLogin))));

    public Operation<LtiLaunch> FindLaunch { get; }
        = new(
            instruments.Tags,
            nameof(FindLaunch),
            outcomes: new FoundLaunches(new(instruments.LaunchLookups, instruments.Tags, TelemetryNames.LaunchLookupOutcomeTag)));

    public Operation<SavedLaunchConfig> SaveLaunchConfig { get; }
        = new(
            instruments.Tags,
            nameof(SaveLaunchConfig),
            outcomes: new SavedLaunchConfigs(new(instruments.LaunchSaves, instruments.Tags, TelemetryNames.LaunchSaveOutcomeTag)));

    public Operation<None> StoreNonce { get; }
        = new(instruments.Tags, nameof(StoreNonce), TelemetryNames.Nonces, new StoredNonces(Nonces(instruments, nameof(StoreNonce))));

    public Operation<NonceOutcome> ConsumeNonce { get; }
        = new(instruments.Tags, nameof(ConsumeNonce), TelemetryNames.Nonces, new ConsumedNonces(Nonces(instruments, nameof(ConsumeNonce))));

    public Operation<bool> ClaimNonce { get; }
        = new(instruments.Tags, nameof(ClaimNonce), TelemetryNames.Nonces, new ClaimedNonces(Nonces(instruments, nameof(ClaimNonce))));

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
            outcomes: new CompletedLaunches(instruments, new(Nonces(instruments, nameof(CompleteLaunch)))));

    public Operation<CleanupResult> Cleanup { get; } = new(instruments.Tags, nameof(Cleanup), outcomes: new Cleanups(instruments));

    private static OutcomeCounter Nonces(Instruments instruments, string operation)
        => new(instruments.NonceOutcomes, instruments.Tags, TelemetryNames.NonceOutcomeTag, operation);

    private static OutcomeCounter Logins(Instruments instruments, string operation)
        => new(instruments.LoginOutcomes, instruments.Tags, TelemetryNames.LoginOutcomeTag, operation);
}
