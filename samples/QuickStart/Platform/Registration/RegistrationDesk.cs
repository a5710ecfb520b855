using System.Text.Json;
using Lti.Storage;
using QuickStart.Tool;
using QuickStart.Tool.Registration;

namespace QuickStart.Platform.Registration;

/// <summary>Registers tools with a simulated platform.</summary>
/// <remarks>It issues tokens for one registration each. It keeps everything in memory.</remarks>
internal sealed class RegistrationDesk(TimeProvider clock)
{
    private const int Kept = 1000;
    private static readonly TimeSpan _tokenLifetime = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _tokens = new(StringComparer.Ordinal);
    private readonly List<RegisteredTool> _tools = [];

    /// <summary>Creates a token for one registration.</summary>
    public string NewToken()
    {
        var now = clock.GetUtcNow();
        var token = LtiNonce.Create();
        lock (_lock)
        {
            foreach (var old in _tokens.Where(entry => entry.Value <= now).Select(entry => entry.Key).ToList())
            {
                _tokens.Remove(old);
            }

            if (_tokens.Count == Kept)
            {
                throw new RequestRefusedException(StatusCodes.Status503ServiceUnavailable, "This platform has too many open registrations. Try again in an hour.");
            }

            _tokens.Add(token, now + _tokenLifetime);
        }

        return token;
    }

    /// <summary>Gets the tools of an issuer with the newest first.</summary>
    public IReadOnlyList<RegisteredTool> Tools(string issuer)
    {
        lock (_lock)
        {
            return [.. _tools.Where(tool => tool.Issuer == issuer).Reverse()];
        }
    }

    public RegisteredTool? Find(string issuer, string? clientId) => Tools(issuer).FirstOrDefault(tool => tool.ClientId == clientId);

    /// <summary>Registers a tool or refuses it (OpenID Connect Dynamic Client Registration 1.0, sections 3.2 and 3.3).</summary>
    /// <param name="issuer">The issuer of the platform.</param>
    /// <param name="deploymentId">The deployment of later launches.</param>
    /// <param name="tellsDeployment">Whether the answer names the deployment. Canvas's answer does not.</param>
    /// <param name="token">The token of the request or null.</param>
    /// <param name="body">The registration as sent.</param>
    public RegistrationAnswer Register(string issuer, string deploymentId, bool tellsDeployment, string? token, byte[] body)
    {
        JsonElement metadata;
        string loginUrl, redirectUrl;
        try
        {
            metadata = StrictJson.Parse(body, "The registration");
            (loginUrl, redirectUrl) = ClientMetadata.Read(metadata);
        }
        catch (RequestRefusedException refused)
        {
            return RegistrationAnswer.Refuse(StatusCodes.Status400BadRequest, "invalid_client_metadata", refused.Message);
        }

        var tool = new RegisteredTool(issuer, LtiNonce.Create()[..16], deploymentId, loginUrl, redirectUrl);
        lock (_lock)
        {
            if (token is null || !_tokens.Remove(token, out var expires) || expires <= clock.GetUtcNow())
            {
                return RegistrationAnswer.Refuse(StatusCodes.Status401Unauthorized, "invalid_token", "The registration token is used, expired or unknown.");
            }

            if (_tools.Count == Kept)
            {
                _tools.RemoveAt(0);
            }

            _tools.Add(tool);
        }

        return new RegistrationAnswer(StatusCodes.Status201Created, ClientMetadata.Answer(metadata, tool, tellsDeployment));
    }
}
