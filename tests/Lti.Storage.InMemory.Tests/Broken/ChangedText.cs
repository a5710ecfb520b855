namespace Lti.Storage.InMemory.Tests.Broken;

/// <summary>Passes each text of a call through a function before the storage gets it. The functions here change nothing.</summary>
internal abstract class ChangedText(ILtiStorage inner) : DelegatingLtiStorage(inner)
{
    public override ValueTask<LtiClient?> FindClientAsync(string issuer, string clientId, CancellationToken cancellationToken = default)
        => Inner.FindClientAsync(Issuer(issuer)!, ClientId(clientId)!, cancellationToken);

    public override ValueTask<IReadOnlyList<LtiClient>> FindClientsAsync(
        string issuer, string? deploymentId = null, CancellationToken cancellationToken = default)
        => Inner.FindClientsAsync(Issuer(issuer)!, DeploymentId(deploymentId), cancellationToken);

    public override ValueTask<LtiClient> AddClientAsync(NewClient client, CancellationToken cancellationToken = default)
        => Inner.AddClientAsync(
            client is null ? client! : client with
            {
                Name = ClientName(client.Name)!,
                Issuer = Issuer(client.Issuer)!,
                ClientId = ClientId(client.ClientId)!,
                Endpoints = Changed(client.Endpoints),
            },
            cancellationToken);

    public override ValueTask<LtiClient> UpdateClientAsync(ClientKey id, ClientUpdate update, CancellationToken cancellationToken = default)
        => Inner.UpdateClientAsync(
            id,
            update is null ? update! : update with
            {
                Name = ClientName(update.Name),
                Issuer = Issuer(update.Issuer),
                ClientId = ClientId(update.ClientId),
                AuthorizationUrl = AuthorizationUrl(update.AuthorizationUrl),
                TokenUrl = TokenUrl(update.TokenUrl),
                JwksUrl = JwksUrl(update.JwksUrl),
                TokenAudience = Changed(update.TokenAudience, TokenAudience),
            },
            cancellationToken);

    public override ValueTask<LtiDeployment?> FindDeploymentByPlatformIdAsync(
        ClientKey clientKey, string deploymentId, CancellationToken cancellationToken = default)
        => Inner.FindDeploymentByPlatformIdAsync(clientKey, DeploymentId(deploymentId)!, cancellationToken);

    public override ValueTask<LtiDeployment> AddDeploymentAsync(
        ClientKey clientKey, NewDeployment deployment, CancellationToken cancellationToken = default)
        => Inner.AddDeploymentAsync(
            clientKey,
            deployment is null ? deployment! : deployment with
            {
                DeploymentId = DeploymentId(deployment.DeploymentId)!,
                Name = DeploymentName(deployment.Name),
                Description = Description(deployment.Description),
            },
            cancellationToken);

    public override ValueTask<LtiDeployment> EnsureDeploymentAsync(
        ClientKey clientKey, string deploymentId, DeploymentStatus status = DeploymentStatus.Active, CancellationToken cancellationToken = default)
        => Inner.EnsureDeploymentAsync(clientKey, DeploymentId(deploymentId)!, status, cancellationToken);

    public override ValueTask<LtiDeployment> UpdateDeploymentAsync(
        ClientKey clientKey, DeploymentKey id, DeploymentUpdate update, CancellationToken cancellationToken = default)
        => Inner.UpdateDeploymentAsync(
            clientKey,
            id,
            update is null ? update! : update with
            {
                DeploymentId = DeploymentId(update.DeploymentId),
                Name = Changed(update.Name, DeploymentName),
                Description = Changed(update.Description, Description),
            },
            cancellationToken);

    public override ValueTask<ResolvedLogin> ResolveLoginAsync(
        string issuer, string? clientId = null, string? deploymentId = null, CancellationToken cancellationToken = default)
        => Inner.ResolveLoginAsync(Issuer(issuer)!, ClientId(clientId), DeploymentId(deploymentId), cancellationToken);

    public override ValueTask BeginLoginAsync(LtiLogin login, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => Inner.BeginLoginAsync(
            Changed(login) with
            {
                Issuer = LoginIssuer(login.Issuer)!,
                ClientId = LoginClientId(login.ClientId)!,
                DeploymentId = LoginDeploymentId(login.DeploymentId),
                TargetLinkUri = TargetLinkUri(login.TargetLinkUri),
                StorageTarget = StorageTarget(login.StorageTarget),
            },
            lifetime,
            cancellationToken);

    public override async ValueTask<LtiLogin?> FindLoginAsync(string state, CancellationToken cancellationToken = default)
        => await Inner.FindLoginAsync(State(state)!, cancellationToken) is { } found ? found with { State = state } : null;

    public override ValueTask<LtiLaunch> FindLaunchAsync(LaunchKey key, CancellationToken cancellationToken = default)
        => Inner.FindLaunchAsync(Changed(key), cancellationToken);

    public override ValueTask<SavedLaunchConfig> SaveLaunchConfigAsync(
        LaunchKey key, LtiEndpoints endpoints, ExistingEndpoints existing = ExistingEndpoints.Refuse, CancellationToken cancellationToken = default)
        => Inner.SaveLaunchConfigAsync(Changed(key), Changed(endpoints), existing, cancellationToken);

    public override ValueTask StoreNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => Inner.StoreNonceAsync(Nonce(nonce)!, lifetime, cancellationToken);

    public override ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce, CancellationToken cancellationToken = default)
        => Inner.ConsumeNonceAsync(Nonce(nonce)!, cancellationToken);

    public override ValueTask<bool> ClaimNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => Inner.ClaimNonceAsync(Nonce(nonce)!, lifetime, cancellationToken);

    public override ValueTask<NonceOutcome> CompleteLaunchAsync(
        string nonce, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => Inner.CompleteLaunchAsync(Nonce(nonce)!, session, lifetime, cancellationToken);

    public override ValueTask<NonceOutcome> CompleteLaunchAsync(
        LtiLogin login, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => Inner.CompleteLaunchAsync(Changed(login), session, lifetime, cancellationToken);

    protected static string? Cut(string? text, int length) => text?.Length > length ? text[..length] : text;

    protected static string? NullIfEmpty(string? text) => text is "" ? null : text;

    protected virtual string? Nonce(string? text) => text;

    protected virtual string? State(string? text) => text;

    protected virtual string? Issuer(string? text) => text;

    protected virtual string? ClientId(string? text) => text;

    protected virtual string? ClientName(string? text) => text;

    protected virtual string? AuthorizationUrl(string? text) => text;

    protected virtual string? TokenUrl(string? text) => text;

    protected virtual string? JwksUrl(string? text) => text;

    protected virtual string? TokenAudience(string? text) => text;

    protected virtual string? DeploymentId(string? text) => text;

    protected virtual string? DeploymentName(string? text) => text;

    protected virtual string? Description(string? text) => text;

    protected virtual string? LoginIssuer(string? text) => text;

    protected virtual string? LoginClientId(string? text) => text;

    protected virtual string? LoginDeploymentId(string? text) => text;

    protected virtual string? TargetLinkUri(string? text) => text;

    protected virtual string? StorageTarget(string? text) => text;

    private static OptionalText Changed(OptionalText text, Func<string?, string?> change)
        => text.Value is null ? text : change(text.Value) is { } changed ? OptionalText.Set(changed) : OptionalText.Clear;

    private LtiEndpoints Changed(LtiEndpoints endpoints) => endpoints is null ? endpoints! : endpoints with
    {
        AuthorizationUrl = AuthorizationUrl(endpoints.AuthorizationUrl)!,
        TokenUrl = TokenUrl(endpoints.TokenUrl)!,
        JwksUrl = JwksUrl(endpoints.JwksUrl)!,
        TokenAudience = TokenAudience(endpoints.TokenAudience),
    };

    private LtiLogin Changed(LtiLogin login) => login with { State = State(login.State)!, Nonce = Nonce(login.Nonce)! };

    private LaunchKey Changed(LaunchKey key)
        => key with { Issuer = Issuer(key.Issuer)!, ClientId = ClientId(key.ClientId)!, DeploymentId = DeploymentId(key.DeploymentId)! };
}
