using System.Text.Json;

namespace QuickStart.Platform;

/// <summary>A tool as the simulated platform knows it.</summary>
internal sealed record RegisteredTool(string Issuer, string ClientId, string DeploymentId, string LoginUrl, string RedirectUrl, string KeySetUrl)
{
    private const string Claim = "https://purl.imsglobal.org/spec/lti/claim/";

    /// <summary>Gets the tool that each platform knows from the start.</summary>
    public static RegisteredTool Ready(SimulatedPlatform platform, string root)
        => new(platform.Issuer, platform.ClientId, platform.Key.DeploymentId, $"{root}/tool/login", $"{root}/tool/launch", $"{root}/.well-known/jwks.json");

    /// <summary>The page of the tool that a link in the course names. It is on the tool's address, with the query of the payload.</summary>
    public string TargetLinkUrl(SimulatedPlatform platform)
        => RedirectUrl + new Uri(platform.Claims.GetProperty(Claim + "target_link_uri").GetString()!).Query;

    /// <summary>The claims that name this tool in a launch.</summary>
    public Dictionary<string, JsonElement> Identity => new(StringComparer.Ordinal)
    {
        ["iss"] = JsonSerializer.SerializeToElement(Issuer),
        ["aud"] = JsonSerializer.SerializeToElement(ClientId),
        ["azp"] = JsonSerializer.SerializeToElement(ClientId),
        [Claim + "target_link_uri"] = JsonSerializer.SerializeToElement(RedirectUrl),
        [SimulatedPlatform.DeploymentClaim] = JsonSerializer.SerializeToElement(DeploymentId),
    };

    /// <summary>The claims of a launch by a platform. Its payload names the tool that it knows from the start.</summary>
    public Dictionary<string, JsonElement> Claims(SimulatedPlatform platform)
    {
        var claims = Issuer == platform.Issuer ? new(StringComparer.Ordinal) : Identity;
        claims[Claim + "target_link_uri"] = JsonSerializer.SerializeToElement(TargetLinkUrl(platform));
        return claims;
    }
}
