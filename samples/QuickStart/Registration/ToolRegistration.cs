// Copy this file, with what your tool asks for.
using System.Text.Json;
using QuickStart.Tool;

namespace QuickStart.Registration;

/// <summary>Builds the tool's registration (LTI Dynamic Registration 1.0). It asks for no scope, because it calls no service.</summary>
internal static class ToolRegistration
{
    public const string Claim = "https://purl.imsglobal.org/spec/lti-tool-configuration";

    public const string Name = "Lti.Storage QuickStart";

    /// <summary>The user claims that the tool asks for. It shows all of them.</summary>
    public static readonly string[] Claims = ["iss", "sub", "name"];

    /// <param name="root">The tool's address such as <c>https://tool.example.edu</c>.</param>
    public static byte[] Compose(Uri root)
    {
        var launch = new Uri(root, "/tool/launch");
        return JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["application_type"] = "web",
            ["response_types"] = new[] { "id_token" },
            ["grant_types"] = new[] { "implicit", "client_credentials" },
            ["initiate_login_uri"] = new Uri(root, "/tool/login"),
            ["redirect_uris"] = new[] { launch },
            ["client_name"] = Name,
            ["jwks_uri"] = new Uri(root, DeepLinking.KeySetPath),
            ["token_endpoint_auth_method"] = "private_key_jwt",
            ["scope"] = "",
            [Claim] = new
            {
                domain = root.Authority,
                target_link_uri = launch,
                claims = Claims,
                messages = new[] { "LtiResourceLinkRequest", DeepLinking.MessageType }.Select(type => new { type, target_link_uri = launch, label = Name }),
                description = "Shows a launch and its stored session.",
            },
        });
    }
}

/// <summary>The client id and the optional deployment id of a platform's answer to a registration.</summary>
internal sealed record RegisteredClient(string ClientId, string? DeploymentId)
{
    private const string What = "The platform's answer to the registration";

    public static RegisteredClient Read(byte[] answer)
    {
        var json = StrictJson.Parse(answer, What);
        var clientId = Id(json, "client_id") is { Length: > 0 } id ? id : throw RequestRefusedException.BadRequest($"{What} lacks client_id.");
        var deploymentId = json.Member(ToolRegistration.Claim) is { ValueKind: JsonValueKind.Object } claim ? Id(claim, "deployment_id") : null;
        return new RegisteredClient(clientId, deploymentId is { Length: > 0 } ? deploymentId : null);
    }

    /// <summary>Reads an id. Some platforms write a number: its JSON text is the id, as in a launch.</summary>
    private static string? Id(JsonElement json, string name) => json.Member(name) is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : json.Text(name, What);
}
