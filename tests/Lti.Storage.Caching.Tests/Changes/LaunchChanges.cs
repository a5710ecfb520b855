using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Caching.Tests.Changes;

/// <summary>Every change of the answer to a launch key: found, unknown or found through <c>default</c>.</summary>
internal static class LaunchChanges
{
    private static readonly ClientUpdate _newEndpoints = new() { JwksUrl = Any.OtherEndpoints.JwksUrl };

    public static IReadOnlyList<LaunchChange> All { get; } =
    [
        Found("found, client updated", (storage, key, config) => storage.UpdateClientAsync(config.ClientKey, _newEndpoints).AsTask()),
        Found("found, client renamed",
            (storage, key, config) =>
                storage.UpdateClientAsync(config.ClientKey, new ClientUpdate { ClientId = Any.Key("client") }).AsTask()),
        Found("found, client deleted", (storage, key, config) => storage.DeleteClientAsync(config.ClientKey).AsTask()),
        Found("found, saved", (storage, key, config) => storage.SaveLaunchConfigAsync(key, Any.OtherEndpoints).AsTask()),
        Found("found, another deployment saved",
            (storage, key, config) => storage.SaveLaunchConfigAsync(key with { DeploymentId = "2" }, Any.OtherEndpoints).AsTask()),
        Found("found, deployment renamed",
            (storage, key, config) =>
                Rename(storage, config, "2")),
        Found("found, deployment deleted",
            (storage, key, config) => storage.DeleteDeploymentAsync(config.ClientKey, config.DeploymentKey).AsTask()),

        ByDefault("by default, client updated",
            (storage, key, config) => storage.UpdateClientAsync(config.ClientKey, _newEndpoints).AsTask()),
        ByDefault("by default, client deleted", (storage, key, config) => storage.DeleteClientAsync(config.ClientKey).AsTask()),
        ByDefault("by default, saved", (storage, key, config) => storage.SaveLaunchConfigAsync(key, Any.OtherEndpoints).AsTask()),
        ByDefault("by default, deployment added",
            (storage, key, config) =>
                storage.AddDeploymentAsync(config.ClientKey, new NewDeployment { DeploymentId = key.DeploymentId }).AsTask()),
        ByDefault("by default, deployment ensured",
            (storage, key, config) => storage.EnsureDeploymentAsync(config.ClientKey, key.DeploymentId).AsTask()),
        ByDefault("by default, default renamed",
            (storage, key, config) =>
                Rename(storage, config, key.DeploymentId)),
        ByDefault("by default, default deleted",
            (storage, key, config) => storage.DeleteDeploymentAsync(config.ClientKey, config.DeploymentKey).AsTask()),

        Unknown("unknown, saved", (storage, key, client) => storage.SaveLaunchConfigAsync(key, Any.Endpoints).AsTask()),
        Unknown("unknown, deployment added",
            (storage, key, client) =>
                storage.AddDeploymentAsync(client.Id, new NewDeployment { DeploymentId = key.DeploymentId }).AsTask()),
        Unknown("unknown, deployment ensured",
            (storage, key, client) => storage.EnsureDeploymentAsync(client.Id, key.DeploymentId).AsTask()),
        Unknown("unknown, default ensured",
            (storage, key, client) => storage.EnsureDeploymentAsync(client.Id, LtiDeployment.DefaultDeploymentId).AsTask()),
        new("unknown, client saved", cached =>
        {
            var key = Any.LaunchKey();
            return Task.FromResult<(LaunchKey, Func<ILtiStorage, Task>)>(
                (key, storage => storage.SaveLaunchConfigAsync(key, Any.Endpoints).AsTask()));
        }),
        new("unknown, client takes the name", async cached =>
        {
            var (key, config) = await cached.RegisterAsync();
            var named = key with { ClientId = Any.Key("client") };
            return (
                named,
                storage => storage.UpdateClientAsync(config.ClientKey, new ClientUpdate { ClientId = named.ClientId }).AsTask());
        }),
    ];

    /// <summary>The operations of these changes.</summary>
    public static IReadOnlyCollection<string> Operations { get; } =
    [
        nameof(ILtiStorage.UpdateClientAsync), nameof(ILtiStorage.DeleteClientAsync), nameof(ILtiStorage.SaveLaunchConfigAsync),
        nameof(ILtiStorage.AddDeploymentAsync), nameof(ILtiStorage.EnsureDeploymentAsync), nameof(ILtiStorage.UpdateDeploymentAsync),
        nameof(ILtiStorage.DeleteDeploymentAsync),
    ];

    public static TheoryData<string> Names { get; } = [.. All.Select(change => change.Name)];

    public static LaunchChange Of(string name) => All.Single(change => change.Name == name);

    private static Task<LtiDeployment> Rename(ILtiStorage storage, LtiLaunchConfig config, string deploymentId)
    {
        var update = new DeploymentUpdate { DeploymentId = deploymentId };
        return storage.UpdateDeploymentAsync(config.ClientKey, config.DeploymentKey, update).AsTask();
    }

    private static LaunchChange Found(string name, Func<ILtiStorage, LaunchKey, LtiLaunchConfig, Task> change) => new(name, async cached =>
    {
        var (key, config) = await cached.RegisterAsync();
        return (key, storage => change(storage, key, config));
    });

    private static LaunchChange ByDefault(string name, Func<ILtiStorage, LaunchKey, LtiLaunchConfig, Task> change)
        => new(name, async cached =>
    {
        var (key, config) = await cached.RegisterAsync(LtiDeployment.DefaultDeploymentId);
        key = key with { DeploymentId = Any.Key("deployment") };
        return (key, storage => change(storage, key, config));
    });

    private static LaunchChange Unknown(string name, Func<ILtiStorage, LaunchKey, LtiClient, Task> change) => new(name, async cached =>
    {
        var client = await cached.Memory.AddClientAsync(Any.Client());
        var key = new LaunchKey(client.Issuer, client.ClientId, Any.Key("deployment"));
        return (key, storage => change(storage, key, client));
    });
}
