using System.Text.Json;
using Lti.Storage;
using QuickStart.Commands;
using QuickStart.Platform;
using QuickStart.Platform.Registration;
using QuickStart.Replay;
using QuickStart.Tool;
using QuickStart.Tool.Registration;

namespace QuickStart.Register;

/// <summary>Plays a configuration file through both requests of a dynamic registration and a launch.</summary>
internal sealed class FileRegistration(ILtiStorage storage, RegistrationDesk desk, Launches launches, IdTokens tokens, PlatformKey key, TimeProvider clock) : IFilePlayer
{
    private static readonly Uri _root = new("http://localhost:5080");

    private readonly KnownKey _keySet = new(key);

    public static IReadOnlyList<string> Columns { get; } =
        ["file", "platform", "issuer", "size", "kept", "stored", "deployment", "launched", "second refused", "takeover refused", "saved", "login", "launch", "token audience", "messages", "time", ""];

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
        var registrations = new Registrations(storage, platform);
        var id = Registrations.NewId();
        var clients = await CountClientsAsync(cancellationToken);
        try
        {
            var configuration = await registrations.StartAsync(id, platform.ConfigurationUrl, platform.Token, cancellationToken);
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
        result = result with { IsKept = kept is { OpenIdConfiguration: { } document } && kept.RegistrationToken == platform.Token && SameJson.Equal(json, document) };

        var (outcome, config) = await registrations.CompleteAsync(id, _root, cancellationToken);
        var isSecondRefused = await IsRefusedAsync(registrations, id, cancellationToken);
        var tool = desk.Tools(platform.Issuer)[0];
        return result with
        {
            Deployment = config.DeploymentId,
            Saved = outcome,
            Login = (await storage.ResolveLoginAsync(tool.Issuer, tool.ClientId, tool.DeploymentId, cancellationToken)).Outcome,
            Launch = (await storage.FindLaunchAsync(new LaunchKey(tool.Issuer, tool.ClientId, tool.DeploymentId), cancellationToken)).Outcome,
            IsTakeoverRefused = await IsTakeoverRefusedAsync(config, cancellationToken),
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

    /// <summary>Returns whether the client keeps its key set when somebody saves it with another one.</summary>
    private async Task<bool> IsTakeoverRefusedAsync(LtiLaunchConfig config, CancellationToken cancellationToken)
    {
        var stored = new LaunchKey(config.Issuer, config.ClientId, config.DeploymentId);
        try
        {
            await storage.SaveLaunchConfigAsync(stored, config.Endpoints with { JwksUrl = "https://other.example.org/jwks" }, cancellationToken: cancellationToken);
            return false;
        }
        catch (LtiConflictException refused) when (refused.Members is [nameof(LtiEndpoints.JwksUrl)])
        {
            return (await storage.FindLaunchAsync(stored, cancellationToken)).Client?.Endpoints == config.Endpoints;
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
        var login = await launches.BeginAsync(client, cancellationToken);
        var payload = tokens.Compose(JsonSerializer.SerializeToElement(tool.Claims), login.Nonce);
        var session = await launches.CompleteAsync(tokens.Sign(payload), login, _keySet, cancellationToken);
        return await storage.FindSessionAsync(session.Id, cancellationToken) == session;
    }

    private async Task<int> CountClientsAsync(CancellationToken cancellationToken) => await storage.ListClientsAsync(cancellationToken: cancellationToken).CountAsync(cancellationToken);
}
