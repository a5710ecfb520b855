using System.Text.Json;

namespace QuickStart.Tool.Registration;

/// <summary>The client id and the optional deployment id of a platform's answer to a registration.</summary>
internal sealed record RegisteredClient(string ClientId, string? DeploymentId)
{
    private const string What = "The platform's answer to the registration";

    public static RegisteredClient Read(byte[] answer)
    {
        var json = StrictJson.Parse(answer, What);
        var clientId = json.Text("client_id", What) is { Length: > 0 } id ? id : throw RequestRefusedException.BadRequest($"{What} lacks client_id.");
        var deploymentId = json.Member(ToolRegistration.Claim) is { ValueKind: JsonValueKind.Object } claim ? claim.Text("deployment_id", What) : null;
        return new RegisteredClient(clientId, deploymentId is { Length: > 0 } ? deploymentId : null);
    }
}
