using System.Security.Cryptography;
using Lti.Storage;

namespace QuickStart.Tool.Registration;

/// <summary>The tool's part in LTI Dynamic Registration 1.0: two requests and a registration session between them.</summary>
internal sealed class Registrations(ILtiStorage storage, IRegistrationPlatform platform)
{
    // The id is a secret: its holder can complete the registration.
    public static Guid NewId() => new(RandomNumberGenerator.GetBytes(16));

    /// <summary>Handles the platform's request: fetches and checks its configuration and stores it for the second request.</summary>
    public async Task<PlatformConfiguration> StartAsync(Guid id, string configurationUrl, string? token, CancellationToken cancellationToken)
    {
        var url = PlatformUrl.Require(configurationUrl, "openid_configuration");
        RequireBearer(token);
        var json = StrictJson.Parse(await platform.FetchConfigurationAsync(url, token, cancellationToken), "The platform's configuration");
        var configuration = PlatformConfiguration.Read(json);
        configuration.RequireHost(url);
        await storage.SaveRegistrationSessionAsync(LtiRegistrationSession.Create(id, json, token), cancellationToken: cancellationToken);
        return configuration;
    }

    /// <summary>Handles the administrator's confirmation: registers the tool and stores the client.</summary>
    /// <param name="id">The id of the registration session.</param>
    /// <param name="root">The tool's address.</param>
    /// <param name="cancellationToken">Cancels the work until the registration session is consumed. Later it has no effect.</param>
    public async Task<SavedLaunchConfig> CompleteAsync(Guid id, Uri root, CancellationToken cancellationToken)
    {
        // The session is consumed before the platform is asked. Of two concurrent confirmations only one registers the tool.
        var session = await storage.ConsumeRegistrationSessionAsync(id, cancellationToken) ?? throw NotFound();
        var configuration = PlatformConfiguration.Read(session.OpenIdConfiguration!.Value);
        var answer = await platform.RegisterAsync(new Uri(configuration.RegistrationEndpoint), session.RegistrationToken, ToolRegistration.Compose(root), CancellationToken.None);
        var client = RegisteredClient.Read(answer);

        // Without a deployment id "default" answers for the deployments of later launches (contract rule L1).
        var key = new LaunchKey(configuration.Issuer, client.ClientId, client.DeploymentId ?? LtiDeployment.DefaultDeploymentId);
        try
        {
            return await storage.SaveLaunchConfigAsync(key, configuration.Endpoints, ExistingEndpoints.Refuse, CancellationToken.None);
        }
        catch (LtiConflictException e)
        {
            // Another platform may have the issuer and the client id. Its endpoints stay (contract rule L8).
            throw new RequestRefusedException(
                StatusCodes.Status409Conflict,
                $"This tool already has the client '{client.ClientId}' of that issuer with other addresses ({string.Join(", ", e.Members)}). Nothing was changed. "
                    + "If the platform has moved, the tool's administrator has to change the client. Otherwise remove it in the platform.",
                e);
        }
        catch (LtiStorageUnavailableException e)
        {
            throw new RequestRefusedException(
                StatusCodes.Status503ServiceUnavailable,
                $"The platform registered this tool as client '{client.ClientId}', but the storage can't be reached now. Remove that client in the platform and register again.",
                e);
        }
    }

    /// <summary>Cancels a registration.</summary>
    public async Task CancelAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await storage.DeleteRegistrationSessionAsync(id, cancellationToken))
        {
            throw NotFound();
        }
    }

    private static void RequireBearer(string? token)
    {
        if (token?.All(character => character is >= '!' and <= '~') == false)
        {
            throw RequestRefusedException.BadRequest("The registration_token has characters that a bearer token can't have (RFC 6750, section 2.1).");
        }
    }

    private static RequestRefusedException NotFound() => new(
        StatusCodes.Status404NotFound, "There is no such registration. It was completed or cancelled, has expired or never existed. Start again from the platform.");
}
