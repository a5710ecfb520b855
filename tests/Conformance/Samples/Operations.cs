using Lti.Storage.Conformance.Running;

namespace Lti.Storage.Conformance.Samples;

/// <summary>Lists every operation of the contract for any storage.</summary>
internal static class Operations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new(nameof(ILtiStorage.ListClientsAsync), (storage, token) => storage.ListClientsAsync(null, token).CollectAsync()),
        Of(nameof(ILtiStorage.FindClientAsync), (storage, token) => storage.FindClientAsync(Any.ClientKey(), token)),
        Of(nameof(ILtiStorage.FindClientWithDeploymentsAsync), (storage, token) => storage.FindClientWithDeploymentsAsync(Any.ClientKey(), token)),
        Of(nameof(ILtiStorage.FindClientsAsync), (storage, token) => storage.FindClientsAsync(Any.Issuer(), null, token)),
        Of(nameof(ILtiStorage.AddClientAsync), (storage, token) => storage.AddClientAsync(Any.Client(), token)),
        Of(nameof(ILtiStorage.UpdateClientAsync), (storage, token) => storage.UpdateClientAsync(Any.ClientKey(), new ClientUpdate(), token)),
        Of(nameof(ILtiStorage.DeleteClientAsync), (storage, token) => storage.DeleteClientAsync(Any.ClientKey(), token)),
        new(nameof(ILtiStorage.ListDeploymentsAsync), (storage, token) => storage.ListDeploymentsAsync(Any.ClientKey(), null, null, token).CollectAsync()),
        Of(nameof(ILtiStorage.FindDeploymentAsync), (storage, token) => storage.FindDeploymentAsync(Any.ClientKey(), Any.DeploymentKey(), token)),
        Of(nameof(ILtiStorage.FindDeploymentByPlatformIdAsync), (storage, token) => storage.FindDeploymentByPlatformIdAsync(Any.ClientKey(), "1", token)),
        Of(nameof(ILtiStorage.AddDeploymentAsync), (storage, token) => storage.AddDeploymentAsync(Any.ClientKey(), Any.Deployment(), token)),
        Of(nameof(ILtiStorage.EnsureDeploymentAsync), (storage, token) => storage.EnsureDeploymentAsync(Any.ClientKey(), "1", DeploymentStatus.Active, token)),
        Of(nameof(ILtiStorage.UpdateDeploymentAsync), (storage, token) => storage.UpdateDeploymentAsync(Any.ClientKey(), Any.DeploymentKey(), new DeploymentUpdate(), token)),
        Of(nameof(ILtiStorage.DeleteDeploymentAsync), (storage, token) => storage.DeleteDeploymentAsync(Any.ClientKey(), Any.DeploymentKey(), token)),
        Of(nameof(ILtiStorage.FindLaunchAsync), (storage, token) => storage.FindLaunchAsync(Any.LaunchKey(), token)),
        Of(nameof(ILtiStorage.SaveLaunchConfigAsync), (storage, token) => storage.SaveLaunchConfigAsync(Any.LaunchKey(), Any.Endpoints, ExistingEndpoints.Refuse, token)),
        new(nameof(ILtiStorage.StoreNonceAsync), (storage, token) => storage.StoreNonceAsync(Any.Nonce(), null, token).AsTask()),
        Of(nameof(ILtiStorage.ConsumeNonceAsync), (storage, token) => storage.ConsumeNonceAsync(Any.Nonce(), token)),
        Of(nameof(ILtiStorage.ClaimNonceAsync), (storage, token) => storage.ClaimNonceAsync(Any.Nonce(), null, token)),
        new(nameof(ILtiStorage.AddSessionAsync), (storage, token) => storage.AddSessionAsync(Any.Session(), null, token).AsTask()),
        Of(nameof(ILtiStorage.FindSessionAsync), (storage, token) => storage.FindSessionAsync(Guid.NewGuid(), token)),
        Of(nameof(ILtiStorage.RenewSessionAsync), (storage, token) => storage.RenewSessionAsync(Guid.NewGuid(), null, token)),
        Of(nameof(ILtiStorage.DeleteSessionAsync), (storage, token) => storage.DeleteSessionAsync(Guid.NewGuid(), token)),
        new(nameof(ILtiStorage.ListSessionsAsync), (storage, token) => storage.ListSessionsAsync(Filter, null, token).CollectAsync()),
        Of(nameof(ILtiStorage.DeleteSessionsAsync), (storage, token) => storage.DeleteSessionsAsync(Filter, token)),
        new(nameof(ILtiStorage.SaveRegistrationSessionAsync), (storage, token) => storage.SaveRegistrationSessionAsync(Any.Registration(Guid.NewGuid()), null, token).AsTask()),
        Of(nameof(ILtiStorage.FindRegistrationSessionAsync), (storage, token) => storage.FindRegistrationSessionAsync(Guid.NewGuid(), token)),
        Of(nameof(ILtiStorage.ConsumeRegistrationSessionAsync), (storage, token) => storage.ConsumeRegistrationSessionAsync(Guid.NewGuid(), token)),
        Of(nameof(ILtiStorage.DeleteRegistrationSessionAsync), (storage, token) => storage.DeleteRegistrationSessionAsync(Guid.NewGuid(), token)),
        Of(nameof(ILtiStorage.CompleteLaunchAsync), (storage, token) => storage.CompleteLaunchAsync(Any.Nonce(), Any.Session(), null, token)),
        Of(nameof(ILtiStorage.CleanupAsync), (storage, token) => storage.CleanupAsync(token)),
    ];

    private static SessionFilter Filter => new() { Issuer = Any.Issuer() };

    private static Operation Of<T>(string name, Func<ILtiStorage, CancellationToken, ValueTask<T>> call)
        => new(name, (storage, token) => call(storage, token).AsTask());
}
