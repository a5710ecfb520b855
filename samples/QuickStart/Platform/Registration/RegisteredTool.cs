using System.Text.Json;

namespace QuickStart.Platform.Registration;

/// <summary>A tool as the simulated platform knows it.</summary>
internal sealed record RegisteredTool(string Issuer, string ClientId, string DeploymentId, string LoginUrl, string RedirectUrl)
{
    private const string Claim = "https://purl.imsglobal.org/spec/lti/claim/";

    /// <summary>Gets the tool that each platform knows from the start.</summary>
    public static RegisteredTool Ready(SimulatedPlatform platform, string root)
        => new(platform.Issuer, platform.ClientId, platform.Key.DeploymentId, $"{root}/tool/login", $"{root}/tool/launch");

    /// <summary>The claims that name this tool in a launch.</summary>
    public Dictionary<string, JsonElement> Claims => new(StringComparer.Ordinal)
    {
        ["iss"] = JsonSerializer.SerializeToElement(Issuer),
        ["aud"] = JsonSerializer.SerializeToElement(ClientId),
        ["azp"] = JsonSerializer.SerializeToElement(ClientId),
        [Claim + "target_link_uri"] = JsonSerializer.SerializeToElement(RedirectUrl),
        [SimulatedPlatform.DeploymentClaim] = JsonSerializer.SerializeToElement(DeploymentId),
    };
}
