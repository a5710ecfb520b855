// Copy this file: what a verified id_token must be for this tool.
using System.Text.Json;

namespace QuickStart.Tool;

/// <summary>Checks the claims of a verified id_token that decide whether it is a launch of this tool (LTI 1.3, section 5.3).</summary>
/// <remarks>The signature, the issuer, the client and the times are <see cref="IdTokenVerifier"/>'s task.</remarks>
/// <param name="root">The tool's own address.</param>
internal sealed class LaunchRules(string root)
{
    public const string TargetLinkUri = Claim + "target_link_uri";

    private const string Claim = "https://purl.imsglobal.org/spec/lti/claim/";

    public void Check(VerifiedToken token)
    {
        using var document = IdTokenVerifier.Parse(token.Payload);
        var claims = document.RootElement;
        Require(IdTokenVerifier.Text(claims, Claim + "version") == "1.3.0", "The launch is not of LTI version 1.3.0.");
        var type = IdTokenVerifier.Text(claims, Claim + "message_type");
        Require(
            type is "LtiResourceLinkRequest" or DeepLinking.MessageType,
            $"This tool does not support that type of message. It supports LtiResourceLinkRequest and {DeepLinking.MessageType}.");
        Require(
            type != DeepLinking.MessageType || PlatformUrl.Origin(ReturnUrl(claims)) is not null,
            "The deep linking request has no address (deep_link_return_url) for its answer.");

        // Every audience of a token can send it here. So the tool must be the only one.
        Require(
            claims.GetProperty("aud") is not { ValueKind: JsonValueKind.Array } audiences || audiences.GetArrayLength() == 1,
            "The id_token is also for others than this tool.");
        Require(
            !claims.TryGetProperty("azp", out _) || IdTokenVerifier.Text(claims, "azp") == token.ClientId,
            "The id_token was issued to another party (azp) than this tool.");
        Require(
            PlatformUrl.Origin(IdTokenVerifier.Text(claims, TargetLinkUri)) == root,
            "The launch is for a page (target_link_uri) that is not on this tool.");
    }

    private static string? ReturnUrl(JsonElement claims)
        => claims.TryGetProperty("https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings", out var settings) && settings.ValueKind == JsonValueKind.Object
            ? IdTokenVerifier.Text(settings, "deep_link_return_url")
            : null;

    private static void Require(bool isKept, string reason)
    {
        if (!isKept)
        {
            throw RequestRefusedException.BadRequest(reason);
        }
    }
}
