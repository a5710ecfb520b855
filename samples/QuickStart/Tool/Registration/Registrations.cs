using System.Security.Cryptography;
using Lti.Storage;

namespace QuickStart.Tool.Registration;

/// <summary>The tool's part in LTI Dynamic Registration 1.0, in two requests with a registration session between them.</summary>
internal sealed class Registrations(ILtiStorage storage, IRegistrationPlatform platform)
{
    /// <summary>An id from a random source, since whoever knows it can end the registration.</summary>
    public static Guid NewId() => new(RandomNumberGenerator.GetBytes(16));

    /// <summary>The first request, from the platform: its configuration is fetched, checked and kept for the second.</summary>
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

    /// <summary>The second request, from the administrator who confirms: the tool registers, and stores what the platform made of it.</summary>
    /// <param name="id">The id of the registration session.</param>
    /// <param name="root">Where the tool is reached.</param>
    /// <param name="cancellationToken">Cancels it before the registration session is consumed. After that there is no second try, so it goes on to its end.</param>
    public async Task<LtiLaunchConfig> CompleteAsync(Guid id, Uri root, CancellationToken cancellationToken)
    {
        // Consumed before the platform is asked: of two clicks one registers the tool, and the other is told.
        var session = await storage.ConsumeRegistrationSessionAsync(id, cancellationToken) ?? throw NotFound();
        var configuration = PlatformConfiguration.Read(session.OpenIdConfiguration!.Value);
        var answer = await platform.RegisterAsync(new Uri(configuration.RegistrationEndpoint), session.RegistrationToken, ToolRegistration.Compose(root), CancellationToken.None);
        var client = RegisteredClient.Read(answer);

        // Where the platform gives no deployment yet, "default" answers for those that launches name later (contract rule L1).
        var key = new LaunchKey(configuration.Issuer, client.ClientId, client.DeploymentId ?? LtiDeployment.DefaultDeploymentId);
        try
        {
            return await storage.SaveLaunchConfigAsync(key, configuration.Endpoints, CancellationToken.None);
        }
        catch (LtiStorageUnavailableException e)
        {
            throw new RequestRefusedException(
                StatusCodes.Status503ServiceUnavailable,
                $"The platform registered this tool as client '{client.ClientId}', but the storage can't be reached now. Remove that client in the platform and register again.",
                e);
        }
    }

    /// <summary>Ends a registration that the administrator does not want.</summary>
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
            throw RequestRefusedException.BadRequest("The registration_token has characters that no bearer token has (RFC 6750, section 2.1).");
        }
    }

    private static RequestRefusedException NotFound() => new(
        StatusCodes.Status404NotFound, "There is no such registration: it was completed or cancelled, has expired, or never was. Start again from the platform.");
}
