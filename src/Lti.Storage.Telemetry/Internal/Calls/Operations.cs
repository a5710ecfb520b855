using Lti.Storage.Telemetry.Internal.Metrics;

namespace Lti.Storage.Telemetry.Internal.Calls;

/// <summary>Lists the operations of a storage on one kind of database.</summary>
/// <remarks>An operation on several collections names none. The overloads of a method are one operation.</remarks>
internal sealed class Operations(string system, Instruments instruments)
{
    public Operation<None> ListClients { get; } = new(system, nameof(ListClients), TelemetryNames.Clients);

    public Operation<LtiClient?> FindClient { get; } = new(system, nameof(FindClient), TelemetryNames.Clients);

    public Operation<ClientWithDeployments?> FindClientWithDeployments { get; } = new(system, nameof(FindClientWithDeployments));

    public Operation<IReadOnlyList<LtiClient>> FindClients { get; } = new(system, nameof(FindClients), TelemetryNames.Clients);

    public Operation<LtiClient> AddClient { get; } = new(system, nameof(AddClient), TelemetryNames.Clients);

    public Operation<LtiClient> UpdateClient { get; } = new(system, nameof(UpdateClient), TelemetryNames.Clients);

    public Operation<bool> DeleteClient { get; } = new(system, nameof(DeleteClient), TelemetryNames.Clients);

    public Operation<None> ListDeployments { get; } = new(system, nameof(ListDeployments), TelemetryNames.Deployments);

    public Operation<LtiDeployment?> FindDeployment { get; } = new(system, nameof(FindDeployment), TelemetryNames.Deployments);

    public Operation<LtiDeployment?> FindDeploymentByPlatformId { get; }
        = new(system, nameof(FindDeploymentByPlatformId), TelemetryNames.Deployments);

    public Operation<LtiDeployment> AddDeployment { get; } = new(system, nameof(AddDeployment), TelemetryNames.Deployments);

    public Operation<LtiDeployment> EnsureDeployment { get; } = new(system, nameof(EnsureDeployment), TelemetryNames.Deployments);

    public Operation<LtiDeployment> UpdateDeployment { get; } = new(system, nameof(UpdateDeployment), TelemetryNames.Deployments);

    public Operation<bool> DeleteDeployment { get; } = new(system, nameof(DeleteDeployment), TelemetryNames.Deployments);

    public Operation<ResolvedLogin> ResolveLogin { get; }
        = new(system, nameof(ResolveLogin), TelemetryNames.Clients, new ResolvedLogins(Logins(instruments, system, nameof(ResolveLogin))));

    public Operation<None> BeginLogin { get; }
        = new(system, nameof(BeginLogin), TelemetryNames.Nonces, new StoredNonces(Nonces(instruments, system, nameof(BeginLogin))));

    public Operation<LtiLogin?> FindLogin { get; }
        = new(system, nameof(FindLogin), TelemetryNames.Nonces, new FoundLogins(Logins(instruments, system, nameof(FindLogin))));

    public Operation<LtiLaunch> FindLaunch { get; }
        = new(
            system,
            nameof(FindLaunch),
            outcomes: new FoundLaunches(new(instruments.LaunchLookups, TelemetryNames.LaunchLookupOutcomeTag, system)));

    public Operation<SavedLaunchConfig> SaveLaunchConfig { get; }
        = new(
            system,
            nameof(SaveLaunchConfig),
            outcomes: new SavedLaunchConfigs(new(instruments.LaunchSaves, TelemetryNames.LaunchSaveOutcomeTag, system)));

    public Operation<None> StoreNonce { get; }
        = new(system, nameof(StoreNonce), TelemetryNames.Nonces, new StoredNonces(Nonces(instruments, system, nameof(StoreNonce))));

    public Operation<NonceOutcome> ConsumeNonce { get; }
        = new(system, nameof(ConsumeNonce), TelemetryNames.Nonces, new ConsumedNonces(Nonces(instruments, system, nameof(ConsumeNonce))));

    public Operation<bool> ClaimNonce { get; }
        = new(system, nameof(ClaimNonce), TelemetryNames.Nonces, new ClaimedNonces(Nonces(instruments, system, nameof(ClaimNonce))));

    public Operation<None> AddSession { get; } = new(system, nameof(AddSession), TelemetryNames.Sessions);

    public Operation<LtiSession?> FindSession { get; } = new(system, nameof(FindSession), TelemetryNames.Sessions);

    public Operation<bool> RenewSession { get; } = new(system, nameof(RenewSession), TelemetryNames.Sessions);

    public Operation<bool> DeleteSession { get; } = new(system, nameof(DeleteSession), TelemetryNames.Sessions);

    public Operation<None> ListSessions { get; } = new(system, nameof(ListSessions), TelemetryNames.Sessions);

    public Operation<long> DeleteSessions { get; } = new(system, nameof(DeleteSessions), TelemetryNames.Sessions);

    public Operation<None> SaveRegistrationSession { get; }
        = new(system, nameof(SaveRegistrationSession), TelemetryNames.RegistrationSessions);

    public Operation<LtiRegistrationSession?> FindRegistrationSession { get; }
        = new(system, nameof(FindRegistrationSession), TelemetryNames.RegistrationSessions);

    public Operation<LtiRegistrationSession?> ConsumeRegistrationSession { get; }
        = new(system, nameof(ConsumeRegistrationSession), TelemetryNames.RegistrationSessions);

    public Operation<bool> DeleteRegistrationSession { get; }
        = new(system, nameof(DeleteRegistrationSession), TelemetryNames.RegistrationSessions);

    public Operation<NonceOutcome> CompleteLaunch { get; }
        = new(
            system,
            nameof(CompleteLaunch),
            outcomes: new CompletedLaunches(instruments, system, new(Nonces(instruments, system, nameof(CompleteLaunch)))));

    public Operation<CleanupResult> Cleanup { get; } = new(system, nameof(Cleanup), outcomes: new Cleanups(instruments, system));

    private static OutcomeCounter Nonces(Instruments instruments, string system, string operation)
        => new(instruments.NonceOutcomes, TelemetryNames.NonceOutcomeTag, system, operation);

    private static OutcomeCounter Logins(Instruments instruments, string system, string operation)
        => new(instruments.LoginOutcomes, TelemetryNames.LoginOutcomeTag, system, operation);
}
