using System.Text.Json;
using System.Text.Json.Nodes;
using Lti.Storage;

namespace QuickStart.Platform;

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
        string loginUrl, redirectUrl, keySetUrl;
        try
        {
            metadata = StrictJson.Parse(body, "The registration");
            (loginUrl, redirectUrl, keySetUrl) = ClientMetadata.Read(metadata);
        }
        catch (RequestRefusedException refused)
        {
            return RegistrationAnswer.Refuse(StatusCodes.Status400BadRequest, "invalid_client_metadata", refused.Message);
        }

        var tool = new RegisteredTool(issuer, LtiNonce.Create()[..16], deploymentId, loginUrl, redirectUrl, keySetUrl);
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

/// <summary>A platform's answer to a registration: an HTTP status and a JSON body.</summary>
internal sealed record RegistrationAnswer(int Status, object Body)
{
    public static RegistrationAnswer Refuse(int status, string error, string description)
        => new(status, new Dictionary<string, string>(StringComparer.Ordinal) { ["error"] = error, ["error_description"] = description });
}

/// <summary>Reads a tool's registration and builds the platform's answer.</summary>
internal static class ClientMetadata
{
    private const string Claim = "https://purl.imsglobal.org/spec/lti-tool-configuration";
    private const string What = "The registration";

    public static (string LoginUrl, string RedirectUrl, string KeySetUrl) Read(JsonElement metadata)
    {
        if (metadata.Member(Claim) is not { ValueKind: JsonValueKind.Object } tool)
        {
            throw RequestRefusedException.BadRequest($"{What} lacks '{Claim}'.");
        }

        var domain = Required(tool, "domain");
        var redirect = metadata.Member("redirect_uris") is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 1 && list[0].ValueKind == JsonValueKind.String
            ? list[0].GetString()!
            : throw RequestRefusedException.BadRequest("'redirect_uris' must be a list of one URL.");
        RequireOn(domain, redirect, "redirect_uris");
        RequireOn(domain, Required(tool, "target_link_uri"), "target_link_uri");
        var keySet = Required(metadata, "jwks_uri");
        RequireOn(domain, keySet, "jwks_uri");
        var login = Required(metadata, "initiate_login_uri");
        RequireOn(domain, login, "initiate_login_uri");
        if (Required(metadata, "token_endpoint_auth_method") != "private_key_jwt")
        {
            throw RequestRefusedException.BadRequest("'token_endpoint_auth_method' must be private_key_jwt.");
        }

        return (login, redirect, keySet);
    }

    /// <summary>Adds the client id to the registration and the deployment id if the platform already has one.</summary>
    public static JsonObject Answer(JsonElement metadata, RegisteredTool tool, bool tellsDeployment)
    {
        var answer = JsonObject.Create(metadata)!;
        answer["client_id"] = tool.ClientId;
        if (tellsDeployment)
        {
            answer[Claim]!["deployment_id"] = tool.DeploymentId;
        }

        return answer;
    }

    private static string Required(JsonElement json, string name)
        => json.Text(name, What) is { Length: > 0 } text ? text : throw RequestRefusedException.BadRequest($"{What} lacks '{name}'.");

    private static void RequireOn(string domain, string url, string name)
    {
        if (PlatformUrl.Require(url, name).Authority != domain)
        {
            throw RequestRefusedException.BadRequest($"'{name}' is not on the tool's domain.");
        }
    }
}
