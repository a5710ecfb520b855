// For people who look. A real tool has no such command.
using System.Text.Json;
using Lti.Storage;
using QuickStart.Platform;
using QuickStart.Registration;
using QuickStart.Tool;

namespace QuickStart.Commands;

/// <summary>Plays a configuration file through both requests of a dynamic registration and a launch.</summary>
internal sealed class FileRegistration(ILtiStorage storage, RegistrationDesk desk, Launches launches, IdTokens tokens, PlatformKey key, TimeProvider clock) : IFilePlayer
{
    private static readonly Uri _root = new("http://localhost:5080");

    private readonly KnownKey _keySet = new(key);

    public static IReadOnlyList<string> Columns { get; } =
        ["file", "platform", "issuer", "size", "kept", "stored", "deployment", "launched", "second refused", "takeover refused", "saved", "waits", "login", "launch", "token audience", "messages", "time", ""];

    public async Task<IFileResult> RunAsync(string file, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var result = new RegistrationResult(Path.GetFileName(file));
        try
        {
            // One byte over the limit is enough for the tool to refuse the file.
            await using var content = File.OpenRead(file);
            var bytes = new byte[Math.Min(content.Length, BoundedBody.MaxBytes + 1)];
            await content.ReadExactlyAsync(bytes, cancellationToken);
            var platform = new FilePlatform(bytes, desk);
            result = await PlayAsync(platform, bytes, result with { Size = content.Length, Platform = platform.Product, Issuer = platform.Issuer }, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            result = result with { Mistake = $"{e.GetType().Name}: {e.Message}" };
        }

        return result with { Time = clock.GetElapsedTime(started) };
    }

    private async Task<RegistrationResult> PlayAsync(FilePlatform platform, byte[] bytes, RegistrationResult result, CancellationToken cancellationToken)
    {
        var registrations = new Registrations(storage, platform, new RefusedRegistrations(clock));
        var id = Registrations.NewId();
        var clients = await CountClientsAsync(cancellationToken);
        PlatformConfiguration configuration;
        try
        {
            configuration = await registrations.StartAsync(id, platform.ConfigurationUrl, platform.Token, cancellationToken);
            result = result with { Audience = configuration.Endpoints.TokenAudience ?? "", Messages = string.Join(", ", configuration.Messages) };
        }
        catch (Exception refused) when (refused is RequestRefusedException or ArgumentException)
        {
            return result with
            {
                RefusedBy = Table.FirstLine(refused.Message),
                IsKept = await storage.FindRegistrationSessionAsync(id, cancellationToken) is not null,
                IsStored = platform.Accepted > 0 || await CountClientsAsync(cancellationToken) != clients,
            };
        }

        var kept = await storage.FindRegistrationSessionAsync(id, cancellationToken);
        var json = StrictJson.Parse(bytes, "The file");
        result = result with { IsKept = kept is { OpenIdConfiguration: { } document } && kept.RegistrationToken == platform.Token && SameJson.Equal(configuration.Kept, document) };

        var (outcome, client, deployment) = await registrations.CompleteAsync(id, _root, cancellationToken);
        var isSecondRefused = await IsRefusedAsync(registrations, id, cancellationToken);
        var tool = desk.Tools(platform.Issuer)[0];
        var before = (await storage.ResolveLoginAsync(tool.Issuer, tool.ClientId, tool.DeploymentId, cancellationToken)).Outcome;

        // The administrator's approval.
        await NewClients.ApproveAsync(client.Id, storage, cancellationToken);
        return result with
        {
            Deployment = deployment,
            Saved = outcome,
            IsDisabledBefore = before == LoginOutcome.Disabled,
            Login = (await storage.ResolveLoginAsync(tool.Issuer, tool.ClientId, tool.DeploymentId, cancellationToken)).Outcome,
            Launch = (await storage.FindLaunchAsync(new LaunchKey(tool.Issuer, tool.ClientId, tool.DeploymentId), cancellationToken)).Outcome,
            IsTakeoverRefused = await IsTakeoverRefusedAsync(client, configuration, platform.ConfigurationUrl, cancellationToken),
            IsStored = await CountClientsAsync(cancellationToken) == clients + 1 && await IsStoredAsync(json, tool, platform, cancellationToken),
            IsSecondRefused = isSecondRefused && platform.Accepted == 1,
            IsLaunched = await IsLaunchedAsync(tool, cancellationToken),
        };
    }

    /// <summary>Returns whether exactly the client of the file and its deployment are stored.</summary>
    private async Task<bool> IsStoredAsync(JsonElement json, RegisteredTool tool, FilePlatform platform, CancellationToken cancellationToken)
    {
        if (await storage.FindClientAsync(tool.Issuer, tool.ClientId, cancellationToken) is not { } client
            || await storage.FindClientWithDeploymentsAsync(client.Id, cancellationToken) is not { Deployments: [var deployment] })
        {
            return false;
        }

        var expected = platform.TellsDeployment ? FilePlatform.DeploymentId : LtiDeployment.DefaultDeploymentId;
        return deployment.DeploymentId == expected
            && client.Issuer == json.GetProperty("issuer").GetString()
            && client.Endpoints.AuthorizationUrl == json.GetProperty("authorization_endpoint").GetString()
            && client.Endpoints.TokenUrl == json.GetProperty("token_endpoint").GetString()
            && client.Endpoints.JwksUrl == json.GetProperty("jwks_uri").GetString()
            && (client.Endpoints.TokenAudience is not { } audience || audience == json.GetProperty("authorization_server").GetString());
    }

    /// <summary>Returns whether the client keeps its key set when another registration names it with another one.</summary>
    private async Task<bool> IsTakeoverRefusedAsync(LtiClient client, PlatformConfiguration configuration, string url, CancellationToken cancellationToken)
    {
        var other = configuration with { Endpoints = configuration.Endpoints with { JwksUrl = "https://other.example.org/jwks" } };
        var registrations = new Registrations(storage, new Impostor(other, client.ClientId), new RefusedRegistrations(clock));
        var id = Registrations.NewId();
        await registrations.StartAsync(id, url, token: null, cancellationToken);
        try
        {
            await registrations.CompleteAsync(id, _root, cancellationToken);
            return false;
        }
        catch (RequestRefusedException refused) when (refused.Status == StatusCodes.Status409Conflict)
        {
            return (await storage.FindClientAsync(client.Id, cancellationToken))?.Endpoints == client.Endpoints;
        }
    }

    private async Task<bool> IsRefusedAsync(Registrations registrations, Guid id, CancellationToken cancellationToken)
    {
        try
        {
            await registrations.CompleteAsync(id, _root, cancellationToken);
            return false;
        }
        catch (RequestRefusedException refused) when (refused.Status == StatusCodes.Status404NotFound)
        {
            return await storage.FindRegistrationSessionAsync(id, cancellationToken) is null;
        }
    }

    /// <summary>Returns whether the platform can launch the registered tool.</summary>
    private async Task<bool> IsLaunchedAsync(RegisteredTool tool, CancellationToken cancellationToken)
    {
        var client = await launches.ResolveAsync(tool.Issuer, tool.ClientId, tool.DeploymentId, cancellationToken);
        var login = await launches.BeginAsync(LtiLogin.Create(client), cancellationToken);
        var payload = tokens.Compose(JsonSerializer.SerializeToElement(tool.Identity), login.Nonce);
        var session = await launches.CompleteAsync(tokens.Sign(payload), login, _keySet, new LaunchRules(PlatformUrl.Origin(_root)), cancellationToken);
        return await storage.FindSessionAsync(session.Id, cancellationToken) == session;
    }

    private async Task<int> CountClientsAsync(CancellationToken cancellationToken) => await storage.ListClientsAsync(cancellationToken: cancellationToken).CountAsync(cancellationToken);

    /// <summary>A platform that answers a registration with the client id of another one.</summary>
    private sealed class Impostor(PlatformConfiguration configuration, string clientId) : IRegistrationPlatform
    {
        public Task<byte[]> FetchConfigurationAsync(Uri url, string? token, CancellationToken cancellationToken)
            => Task.FromResult(JsonSerializer.SerializeToUtf8Bytes(configuration.Kept));

        public Task<byte[]> RegisterAsync(Uri registrationEndpoint, string? token, byte[] registration, CancellationToken cancellationToken)
            => Task.FromResult(JsonSerializer.SerializeToUtf8Bytes(new { client_id = clientId }));
    }
}

/// <summary>The result of one configuration file.</summary>
/// <remarks>An unusable configuration is as expected when the start refuses it and nothing is stored.</remarks>
internal sealed record RegistrationResult(string File) : IFileResult
{
    public string Platform { get; init; } = "";

    public string Issuer { get; init; } = "";

    public long Size { get; init; }

    /// <summary>Whether the first request stored the configuration and its token. After a refusal: whether it stored anything.</summary>
    public bool IsKept { get; init; }

    /// <summary>Whether exactly one client and one deployment are stored with the platform's values.</summary>
    public bool IsStored { get; init; }

    /// <summary>The stored deployment id.</summary>
    public string Deployment { get; init; } = "";

    public bool IsLaunched { get; init; }

    public bool IsSecondRefused { get; init; }

    /// <summary>Whether a registration of the client with other endpoints is refused and changes nothing.</summary>
    public bool IsTakeoverRefused { get; init; }

    /// <summary>Whether the new client is disabled until an administrator approves it.</summary>
    public bool IsDisabledBefore { get; init; }

    /// <summary>The outcome of the save. Null if the configuration was refused before.</summary>
    public SaveOutcome? Saved { get; init; }

    /// <summary>The outcome of a login request that names client and deployment. Null if the configuration was refused before.</summary>
    public LoginOutcome? Login { get; init; }

    /// <summary>The outcome of finding the launch. Null if the configuration was refused before.</summary>
    public LaunchOutcome? Launch { get; init; }

    /// <summary>The audience of token requests that the platform names. Empty if it is the token endpoint.</summary>
    public string Audience { get; init; } = "";

    /// <summary>The types of the messages that the platform sends.</summary>
    public string Messages { get; init; } = "";

    /// <summary>The reason of the refusal.</summary>
    public string? RefusedBy { get; init; }

    /// <summary>The unexpected behaviour.</summary>
    public string? Mistake { get; init; }

    public TimeSpan Time { get; init; }

    public bool IsAsExpected => Mistake is null && (RefusedBy is not null ? !IsKept && !IsStored : IsKept && IsStored && IsLaunched && IsSecondRefused && IsTakeoverRefused && IsDisabledBefore);

    public IReadOnlyList<string> Cells =>
    [
        Table.OneLine(File, 100),
        Table.OneLine(Platform, 28),
        Table.OneLine(Issuer, 48),
        Table.Size(Size),
        Table.YesNo(IsKept),
        Table.YesNo(IsStored),
        RefusedBy is null ? Table.OneLine(Deployment, 16) : "-",
        RefusedBy is null ? Table.YesNo(IsLaunched) : "-",
        RefusedBy is null ? Table.YesNo(IsSecondRefused) : "-",
        RefusedBy is null ? Table.YesNo(IsTakeoverRefused) : "-",
        Saved?.ToString() ?? "-",
        RefusedBy is null ? Table.YesNo(IsDisabledBefore) : "-",
        Login?.ToString() ?? "-",
        Launch?.ToString() ?? "-",
        Table.OneLine(Audience, 80),
        Table.OneLine(Messages, 80),
        Table.Time(Time),
        Table.Note(Mistake, RefusedBy),
    ];
}
