using System.Text.Json;
using System.Text.Json.Nodes;
using QuickStart.Tool.Registration;

namespace QuickStart.Platform.Registration;

/// <summary>Reads a tool's registration and builds the platform's answer.</summary>
internal static class ClientMetadata
{
    private const string What = "The registration";

    public static (string LoginUrl, string RedirectUrl) Read(JsonElement metadata)
    {
        if (metadata.Member(ToolRegistration.Claim) is not { ValueKind: JsonValueKind.Object } tool)
        {
            throw RequestRefusedException.BadRequest($"{What} lacks '{ToolRegistration.Claim}'.");
        }

        var domain = Required(tool, "domain");
        var redirect = metadata.Member("redirect_uris") is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 1 && list[0].ValueKind == JsonValueKind.String
            ? list[0].GetString()!
            : throw RequestRefusedException.BadRequest("'redirect_uris' must be a list of one URL.");
        RequireOn(domain, redirect, "redirect_uris");
        RequireOn(domain, Required(tool, "target_link_uri"), "target_link_uri");
        RequireOn(domain, Required(metadata, "jwks_uri"), "jwks_uri");
        var login = Required(metadata, "initiate_login_uri");
        RequireOn(domain, login, "initiate_login_uri");
        if (Required(metadata, "token_endpoint_auth_method") != "private_key_jwt")
        {
            throw RequestRefusedException.BadRequest("'token_endpoint_auth_method' must be private_key_jwt.");
        }

        return (login, redirect);
    }

    /// <summary>Adds the client id to the registration and the deployment id if the platform already has one.</summary>
    public static JsonObject Answer(JsonElement metadata, RegisteredTool tool, bool tellsDeployment)
    {
        var answer = JsonObject.Create(metadata)!;
        answer["client_id"] = tool.ClientId;
        if (tellsDeployment)
        {
            answer[ToolRegistration.Claim]!["deployment_id"] = tool.DeploymentId;
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
