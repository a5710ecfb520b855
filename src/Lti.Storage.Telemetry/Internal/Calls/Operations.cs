using Lti.Storage.Telemetry.Internal.Metrics;
using Lti.Storage.Telemetry.Internal.Outcomes;

namespace Lti.Storage.Telemetry.Internal.Calls;

/// <summary>The operations of a storage on a kind of database. Those on several collections name none.</summary>
internal sealed class Operations(string system, Instruments instruments)
{
    public Operation<None> ListClients { get; } = new(system, nameof(ListClients), Collections.Clients);

    public Operation<LtiClient?> FindClient { get; } = new(system, nameof(FindClient), Collections.Clients);

    public Operation<ClientWithDeployments?> FindClientWithDeployments { get; } = new(system, nameof(FindClientWithDeployments));

    public Operation<IReadOnlyList<LtiClient>> FindClients { get; } = new(system, nameof(FindClients), Collections.Clients);

    public Operation<LtiClient> AddClient { get; } = new(system, nameof(AddClient), Collections.Clients);

    public Operation<LtiClient> UpdateClient { get; } = new(system, nameof(UpdateClient), Collections.Clients);

    public Operation<bool> DeleteClient { get; } = new(system, nameof(DeleteClient), Collections.Clients);

    public Operation<None> ListDeployments { get; } = new(system, nameof(ListDeployments), Collections.Deployments);

    public Operation<LtiDeployment?> FindDeployment { get; } = new(system, nameof(FindDeployment), Collections.Deployments);

    public Operation<LtiDeployment?> FindDeploymentByPlatformId { get; } = new(system, nameof(FindDeploymentByPlatformId), Collections.Deployments);

    public Operation<LtiDeployment> AddDeployment { get; } = new(system, nameof(AddDeployment), Collections.Deployments);

    public Operation<LtiDeployment> EnsureDeployment { get; } = new(system, nameof(EnsureDeployment), Collections.Deployments);

    public Operation<LtiDeployment> UpdateDeployment { get; } = new(system, nameof(UpdateDeployment), Collections.Deployments);

    public Operation<bool> DeleteDeployment { get; } = new(system, nameof(DeleteDeployment), Collections.Deployments);

    public Operation<LtiLaunchConfig?> FindLaunchConfig { get; } = new(system, nameof(FindLaunchConfig));

    public Operation<LtiLaunchConfig> SaveLaunchConfig { get; } = new(system, nameof(SaveLaunchConfig));

    public Operation<None> StoreNonce { get; }
        = new(system, nameof(StoreNonce), Collections.Nonces, new StoredNonces(new(instruments, system, nameof(StoreNonce))));

    public Operation<NonceOutcome> ConsumeNonce { get; }
        = new(system, nameof(ConsumeNonce), Collections.Nonces, new ConsumedNonces(new(instruments, system, nameof(ConsumeNonce))));

    public Operation<bool> ClaimNonce { get; }
        = new(system, nameof(ClaimNonce), Collections.Nonces, new ClaimedNonces(new(instruments, system, nameof(ClaimNonce))));

    public Operation<None> AddSession { get; } = new(system, nameof(AddSession), Collections.Sessions);

    public Operation<LtiSession?> FindSession { get; } = new(system, nameof(FindSession), Collections.Sessions);

    public Operation<bool> RenewSession { get; } = new(system, nameof(RenewSession), Collections.Sessions);

    public Operation<bool> DeleteSession { get; } = new(system, nameof(DeleteSession), Collections.Sessions);

    public Operation<None> ListSessions { get; } = new(system, nameof(ListSessions), Collections.Sessions);

    public Operation<long> DeleteSessions { get; } = new(system, nameof(DeleteSessions), Collections.Sessions);

    public Operation<None> SaveRegistrationSession { get; } = new(system, nameof(SaveRegistrationSession), Collections.RegistrationSessions);

    public Operation<LtiRegistrationSession?> FindRegistrationSession { get; } = new(system, nameof(FindRegistrationSession), Collections.RegistrationSessions);

    public Operation<LtiRegistrationSession?> ConsumeRegistrationSession { get; } = new(system, nameof(ConsumeRegistrationSession), Collections.RegistrationSessions);

    public Operation<bool> DeleteRegistrationSession { get; } = new(system, nameof(DeleteRegistrationSession), Collections.RegistrationSessions);

    public Operation<NonceOutcome> CompleteLaunch { get; }
        = new(system, nameof(CompleteLaunch), outcomes: new Launches(instruments, system, new(new(instruments, system, nameof(CompleteLaunch)))));

    public Operation<CleanupResult> Cleanup { get; } = new(system, nameof(Cleanup), outcomes: new Cleanups(instruments, system));
}
