using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Caching.Tests.Changes;

/// <summary>Every change of an answer about a launch key: of the launch, of its client and of the lists of its issuer.</summary>
internal static class LaunchChanges
{
    private static readonly ClientUpdate _newEndpoints = new() { JwksUrl = Any.OtherEndpoints.JwksUrl };

    private static readonly Lazy<TheoryData<string, string>> _pairs = new(CreatePairs);

    public static IReadOnlyList<LaunchChange> All { get; } =
    [
        Found("found, client updated", (storage, key, config) => storage.UpdateClientAsync(config.ClientKey, _newEndpoints).AsTask()),
        Found("found, client renamed",
            (storage, key, config) =>
                storage.UpdateClientAsync(config.ClientKey, new ClientUpdate { ClientId = Any.Key("client") }).AsTask()),
        Found("found, client disabled",
            (storage, key, config) => storage.UpdateClientAsync(config.ClientKey, new ClientUpdate { IsEnabled = false }).AsTask()),
        Found("found, token audience set",
            (storage, key, config) =>
                storage.UpdateClientAsync(config.ClientKey, new ClientUpdate { TokenAudience = "audience" }).AsTask()),
        Found("found, deployment disabled", (storage, key, config) => Become(storage, config, DeploymentStatus.Disabled)),
        Found("found, client deleted", (storage, key, config) => storage.DeleteClientAsync(config.ClientKey).AsTask()),
        Found("found, saved", (storage, key, config) => storage.SaveConfigAsync(key, Any.OtherEndpoints).AsTask()),
        Found("found, another deployment saved",
            (storage, key, config) => storage.SaveConfigAsync(key with { DeploymentId = "2" }, Any.OtherEndpoints).AsTask()),
        Found("found, deployment renamed",
            (storage, key, config) =>
                Rename(storage, config, "2")),
        Found("found, deployment deleted",
            (storage, key, config) => storage.DeleteDeploymentAsync(config.ClientKey, config.DeploymentKey).AsTask()),

        Refused("client disabled, enabled", isEnabled: false, DeploymentStatus.Active,
            (storage, key, config) => storage.UpdateClientAsync(config.ClientKey, new ClientUpdate { IsEnabled = true }).AsTask()),
        Refused("deployment pending, approved", isEnabled: true, DeploymentStatus.Pending,
            (storage, key, config) => Become(storage, config, DeploymentStatus.Active)),
        Refused("deployment disabled, enabled", isEnabled: true, DeploymentStatus.Disabled,
            (storage, key, config) => Become(storage, config, DeploymentStatus.Active)),
        Refused("deployment disabled, deleted", isEnabled: true, DeploymentStatus.Disabled,
            (storage, key, config) => storage.DeleteDeploymentAsync(config.ClientKey, config.DeploymentKey).AsTask()),

        ByDefault("by default, client updated",
            (storage, key, config) => storage.UpdateClientAsync(config.ClientKey, _newEndpoints).AsTask()),
        ByDefault("by default, client deleted", (storage, key, config) => storage.DeleteClientAsync(config.ClientKey).AsTask()),
        ByDefault("by default, saved", (storage, key, config) => storage.SaveConfigAsync(key, Any.OtherEndpoints).AsTask()),
        ByDefault("by default, deployment added",
            (storage, key, config) =>
                storage.AddDeploymentAsync(config.ClientKey, new NewDeployment { DeploymentId = key.DeploymentId }).AsTask()),
        ByDefault("by default, deployment ensured",
            (storage, key, config) => storage.EnsureDeploymentAsync(config.ClientKey, key.DeploymentId).AsTask()),
        ByDefault("by default, default renamed",
            (storage, key, config) =>
                Rename(storage, config, key.DeploymentId)),
        ByDefault("by default, default disabled", (storage, key, config) => Become(storage, config, DeploymentStatus.Disabled)),
        ByDefault("by default, default deleted",
            (storage, key, config) => storage.DeleteDeploymentAsync(config.ClientKey, config.DeploymentKey).AsTask()),

        Unknown("unknown, saved", (storage, key, client) => storage.SaveConfigAsync(key, Any.Endpoints).AsTask()),
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
                (key, storage => storage.SaveConfigAsync(key, Any.Endpoints).AsTask()));
        }),
        new("unknown, client takes the name", async cached =>
        {
            var (key, config) = await cached.RegisterAsync();
            var named = key with { ClientId = Any.Key("client") };
            return (
                named,
                storage => storage.UpdateClientAsync(config.ClientKey, new ClientUpdate { ClientId = named.ClientId }).AsTask());
        }),
        new("unknown, client added", cached =>
        {
            var key = Any.LaunchKey();
            return Task.FromResult<(LaunchKey, Func<ILtiStorage, Task>)>(
                (key, storage => storage.AddClientAsync(Any.Client(key.Issuer, key.ClientId)).AsTask()));
        }),

        Found("found, another client of the issuer added",
            (storage, key, config) => storage.AddClientAsync(Any.Client(key.Issuer)).AsTask()),
        Found("found, another client of the issuer saved",
            (storage, key, config) => storage.SaveConfigAsync(key with { ClientId = Any.Key("client") }, Any.Endpoints).AsTask()),
        new("found, another client takes the issuer", async cached =>
        {
            var (key, _) = await cached.RegisterAsync();
            var (_, other) = await cached.RegisterAsync(key.DeploymentId);
            return (key, storage => storage.UpdateClientAsync(other.ClientKey, new ClientUpdate { Issuer = key.Issuer }).AsTask());
        }),
        Another("found, deployment of another client added",
            (storage, key, other) => storage.AddDeploymentAsync(other.Id, new NewDeployment { DeploymentId = key.DeploymentId }).AsTask()),
        Another("found, deployment of another client ensured",
            (storage, key, other) => storage.EnsureDeploymentAsync(other.Id, key.DeploymentId).AsTask()),
        Another("found, another client deleted", (storage, key, other) => storage.DeleteClientAsync(other.Id).AsTask()),
        Another("found, another client updated", (storage, key, other) => storage.UpdateClientAsync(other.Id, _newEndpoints).AsTask()),
    ];

    /// <summary>The operations of these changes.</summary>
    public static IReadOnlyCollection<string> Operations { get; } =
    [
        nameof(ILtiStorage.AddClientAsync), nameof(ILtiStorage.UpdateClientAsync), nameof(ILtiStorage.DeleteClientAsync),
        nameof(ILtiStorage.SaveLaunchConfigAsync),
        nameof(ILtiStorage.AddDeploymentAsync), nameof(ILtiStorage.EnsureDeploymentAsync), nameof(ILtiStorage.UpdateDeploymentAsync),
        nameof(ILtiStorage.DeleteDeploymentAsync),
    ];

    public static TheoryData<string> Names { get; } = [.. All.Select(change => change.Name)];

    /// <summary>Every change with every find whose answer it changes.</summary>
    public static TheoryData<string, string> Pairs => _pairs.Value;

    public static LaunchChange Of(string name) => All.Single(change => change.Name == name);

    private static TheoryData<string, string> CreatePairs() => [.. All.SelectMany(change => ClientFinds.All
        .Where(find => IsChanged(change, find)).Select(find => (change.Name, find.Name)))];

    // Memory answers at once.
    private static bool IsChanged(LaunchChange change, ClientFind find) => IsChangedAsync(change, find).GetAwaiter().GetResult();

    private static async Task<bool> IsChangedAsync(LaunchChange change, ClientFind find)
    {
        await using var cached = new CachedStorage();
        var (key, changeAsync) = await change.ArrangeAsync(cached);
        var before = await find.AskAsync(cached.Memory, key);
        await changeAsync(cached.Memory);
        return !Equals(before, await find.AskAsync(cached.Memory, key));
    }

    private static Task Become(ILtiStorage storage, LtiLaunchConfig config, DeploymentStatus status)
        => storage.UpdateDeploymentAsync(config.ClientKey, config.DeploymentKey, new DeploymentUpdate { Status = status }).AsTask();

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

    private static LaunchChange Refused(
        string name, bool isEnabled, DeploymentStatus status, Func<ILtiStorage, LaunchKey, LtiLaunchConfig, Task> change)
        => new(name, async cached =>
    {
        var (key, config) = await cached.RegisterAsync();
        await cached.Memory.UpdateClientAsync(config.ClientKey, new ClientUpdate { IsEnabled = isEnabled });
        await Become(cached.Memory, config, status);
        return (key, storage => change(storage, key, config));
    });

    private static LaunchChange Another(string name, Func<ILtiStorage, LaunchKey, LtiClient, Task> change) => new(name, async cached =>
    {
        var (key, _) = await cached.RegisterAsync();
        var other = await cached.Memory.AddClientAsync(Any.Client(key.Issuer));
        return (key, storage => change(storage, key, other));
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
