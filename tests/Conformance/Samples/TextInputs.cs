using Lti.Storage.Conformance.Running;

namespace Lti.Storage.Conformance.Samples;

/// <summary>Lists every text input that is not an endpoint.</summary>
internal static class TextInputs
{
    private const int Identifier = LtiLimits.MaxIdentifierLength;
    private static readonly ClientKey _client = Any.ClientKey();
    private static readonly DeploymentKey _deployment = Any.DeploymentKey();

    public static IReadOnlyList<TextInput> All { get; } =
    [
        Required("FindClients issuer", (storage, text) => storage.FindClientsAsync(text!)),
        Optional("FindClients deploymentId", (storage, text) => storage.FindClientsAsync("https://a.example", text)),
        Required("FindClient issuer", (storage, text) => storage.FindClientAsync(text!, "client")),
        Required("FindClient clientId", (storage, text) => storage.FindClientAsync("https://a.example", text!)),
        Required("ResolveLogin issuer", (storage, text) => storage.ResolveLoginAsync(text!)),
        Free("ResolveLogin clientId", Identifier, (storage, text) => storage.ResolveLoginAsync("https://a.example", text)),
        Free("ResolveLogin deploymentId", Identifier, (storage, text) => storage.ResolveLoginAsync("https://a.example", null, text)),
        Login("State", (login, text) => login with { State = text! }),
        Login("Nonce", (login, text) => login with { Nonce = text! }),
        Login("Issuer", (login, text) => login with { Issuer = text! }),
        Login("ClientId", (login, text) => login with { ClientId = text! }),
        Login("DeploymentId", (login, text) => login with { DeploymentId = text }, refusesNull: false, refusesEmpty: false),
        Login("TargetLinkUri", (login, text) => login with { TargetLinkUri = text }, refusesNull: false, refusesEmpty: false, LtiLimits.MaxEndpointLength),
        Login("StorageTarget", (login, text) => login with { StorageTarget = text }, refusesNull: false, refusesEmpty: false),
        Required("FindLogin state", (storage, text) => storage.FindLoginAsync(text!)),
        Required("CompleteLaunch State", (storage, text) => storage.CompleteLaunchAsync(Any.Login() with { State = text! }, Any.Session())),
        Required("CompleteLaunch login Nonce", (storage, text) => storage.CompleteLaunchAsync(Any.Login() with { Nonce = text! }, Any.Session())),
        Audience("AddClient TokenAudience", (storage, text) => storage.AddClientAsync(Any.Client() with { Endpoints = Any.Endpoints with { TokenAudience = text } })),
        Audience("UpdateClient TokenAudience", (storage, text) => Unknown(storage.UpdateClientAsync(Any.ClientKey(), new ClientUpdate { TokenAudience = text }))),
        Audience("SaveLaunchConfig TokenAudience", (storage, text) => storage.SaveLaunchConfigAsync(Any.LaunchKey(), Any.Endpoints with { TokenAudience = text })),
        Required("AddClient Name", (storage, text) => storage.AddClientAsync(Any.Client() with { Name = text! })),
        Required("AddClient Issuer", (storage, text) => storage.AddClientAsync(Any.Client() with { Issuer = text! })),
        Required("AddClient ClientId", (storage, text) => storage.AddClientAsync(Any.Client() with { ClientId = text! })),
        Optional("UpdateClient Name", (storage, text) => Unknown(storage.UpdateClientAsync(_client, new ClientUpdate { Name = text }))),
        Optional("UpdateClient Issuer", (storage, text) => Unknown(storage.UpdateClientAsync(_client, new ClientUpdate { Issuer = text }))),
        Optional("UpdateClient ClientId", (storage, text) => Unknown(storage.UpdateClientAsync(_client, new ClientUpdate { ClientId = text }))),
        Required("FindDeploymentByPlatformId deploymentId", (storage, text) => storage.FindDeploymentByPlatformIdAsync(_client, text!)),
        Required("AddDeployment DeploymentId", (storage, text) => Unknown(storage.AddDeploymentAsync(_client, Any.Deployment() with { DeploymentId = text! }))),
        Free("AddDeployment Name", Identifier, (storage, text) => Unknown(storage.AddDeploymentAsync(_client, Any.Deployment() with { Name = text }))),
        Free("AddDeployment Description", LtiLimits.MaxDescriptionLength, (storage, text) => Unknown(storage.AddDeploymentAsync(_client, Any.Deployment() with { Description = text }))),
        Required("EnsureDeployment deploymentId", (storage, text) => Unknown(storage.EnsureDeploymentAsync(_client, text!))),
        Optional("UpdateDeployment DeploymentId", (storage, text) => Unknown(storage.UpdateDeploymentAsync(_client, _deployment, new DeploymentUpdate { DeploymentId = text }))),
        Free("UpdateDeployment Name", Identifier, (storage, text) => Unknown(storage.UpdateDeploymentAsync(_client, _deployment, new DeploymentUpdate { Name = text }))),
        Free("UpdateDeployment Description", LtiLimits.MaxDescriptionLength, (storage, text) => Unknown(storage.UpdateDeploymentAsync(_client, _deployment, new DeploymentUpdate { Description = text }))),
        Required("FindLaunch Issuer", (storage, text) => storage.FindLaunchAsync(Any.LaunchKey() with { Issuer = text! })),
        Required("FindLaunch ClientId", (storage, text) => storage.FindLaunchAsync(Any.LaunchKey() with { ClientId = text! })),
        Required("FindLaunch DeploymentId", (storage, text) => storage.FindLaunchAsync(Any.LaunchKey() with { DeploymentId = text! })),
        Required("SaveLaunchConfig Issuer", (storage, text) => storage.SaveLaunchConfigAsync(Any.LaunchKey() with { Issuer = text! }, Any.Endpoints)),
        Required("SaveLaunchConfig ClientId", (storage, text) => storage.SaveLaunchConfigAsync(Any.LaunchKey() with { ClientId = text! }, Any.Endpoints)),
        Required("SaveLaunchConfig DeploymentId", (storage, text) => storage.SaveLaunchConfigAsync(Any.LaunchKey() with { DeploymentId = text! }, Any.Endpoints)),
        new("StoreNonce nonce", Identifier, RefusesNull: true, RefusesEmpty: true, (storage, text) => storage.StoreNonceAsync(text!).AsTask()),
        Required("ConsumeNonce nonce", (storage, text) => storage.ConsumeNonceAsync(text!)),
        Required("ClaimNonce nonce", (storage, text) => storage.ClaimNonceAsync(text!)),
        Required("CompleteLaunch nonce", (storage, text) => storage.CompleteLaunchAsync(text!, Any.Session())),
        Required("DeleteSessions Issuer", (storage, text) => storage.DeleteSessionsAsync(new SessionFilter { Issuer = text! })),
        Optional("DeleteSessions ClientId", (storage, text) => storage.DeleteSessionsAsync(new SessionFilter { Issuer = "i", ClientId = text })),
        Optional("DeleteSessions DeploymentId", (storage, text) => storage.DeleteSessionsAsync(new SessionFilter { Issuer = "i", DeploymentId = text })),
        Free("DeleteSessions UserId", limit: null, (storage, text) => storage.DeleteSessionsAsync(new SessionFilter { Issuer = "i", UserId = text })),
        Free("DeleteSessions ContextId", limit: null, (storage, text) => storage.DeleteSessionsAsync(new SessionFilter { Issuer = "i", ContextId = text })),
        new("ListSessions Issuer", Identifier, RefusesNull: true, RefusesEmpty: true, (storage, text) => storage.ListSessionsAsync(new SessionFilter { Issuer = text! }).CollectAsync()),
        new("ListSessions UserId", Limit: null, RefusesNull: false, RefusesEmpty: false, (storage, text) => storage.ListSessionsAsync(new SessionFilter { Issuer = "i", UserId = text }).CollectAsync()),
        new("ListSessions ContextId", Limit: null, RefusesNull: false, RefusesEmpty: false, (storage, text) => storage.ListSessionsAsync(new SessionFilter { Issuer = "i", ContextId = text }).CollectAsync()),
    ];

    private static TextInput Required<T>(string name, Func<ILtiStorage, string?, ValueTask<T>> call)
        => new(name, Identifier, RefusesNull: true, RefusesEmpty: true, (storage, text) => call(storage, text).AsTask());

    /// <summary>Null means "any" or "keep". Empty is rejected.</summary>
    private static TextInput Optional<T>(string name, Func<ILtiStorage, string?, ValueTask<T>> call)
        => new(name, Identifier, RefusesNull: false, RefusesEmpty: true, (storage, text) => call(storage, text).AsTask());

    private static TextInput Login(
        string member, Func<LtiLogin, string?, LtiLogin> with, bool refusesNull = true, bool refusesEmpty = true, int limit = Identifier)
        => new(
            $"BeginLogin {member}", limit, refusesNull, refusesEmpty, (storage, text) => storage.BeginLoginAsync(with(Any.Login(), text)).AsTask());

    /// <summary>Null means the token URL. Empty is rejected.</summary>
    private static TextInput Audience<T>(string name, Func<ILtiStorage, string?, ValueTask<T>> call)
        => new(name, LtiLimits.MaxEndpointLength, RefusesNull: false, RefusesEmpty: true, (storage, text) => call(storage, text).AsTask());

    /// <summary>Null and empty are valid.</summary>
    private static TextInput Free<T>(string name, int? limit, Func<ILtiStorage, string?, ValueTask<T>> call)
        => new(name, limit, RefusesNull: false, RefusesEmpty: false, (storage, text) => call(storage, text).AsTask());

    /// <summary>Ignores the error for an unknown client.</summary>
    /// <remarks>
    /// The client of these calls does not exist. That is found out after the input was accepted. A rejection reaches the test, thrown by
    /// the call or by its task as in an asynchronous decorator.
    /// </remarks>
    private static async ValueTask<bool> Unknown<T>(ValueTask<T> call)
    {
        try
        {
            await call;
        }
        catch (LtiNotFoundException)
        {
            return true;
        }

        throw new InvalidOperationException("A client that does not exist was found.");
    }
}
