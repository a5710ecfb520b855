using System.Text.Json;
using Lti.Storage;

namespace QuickStart.Platform;

/// <summary>A platform with a payload modelled on a real product.</summary>
internal sealed record SimulatedPlatform(string Slug, string Name, string Course)
{
    public const string DeploymentClaim = "https://purl.imsglobal.org/spec/lti/claim/deployment_id";

    public static IReadOnlyList<SimulatedPlatform> All { get; } =
    [
        new("canvas", "Canvas", "Field Botany"),
        new("moodle", "Moodle", "Einführung in die Statistik"),
        new("blackboard", "Blackboard", "Organic Chemistry II"),
        new("brightspace", "Brightspace", "Renaissance Art"),
        new("schoology", "Schoology", "Grade 7 Mathematics"),
        new("sakai", "Sakai", "Ocean Engineering"),
    ];

    public JsonElement Claims { get; } = Read(Slug);

    public string Issuer => Claims.GetProperty("iss").GetString()!;

    public string ClientId => ClientOf(Claims.GetProperty("aud"));

    public LaunchKey Key => new(Issuer, ClientId, Claims.GetProperty(DeploymentClaim).GetString()!);

    /// <summary>Whether the answer to a registration names the deployment. Canvas creates it later.</summary>
    public bool TellsDeployment => Slug != "canvas";

    /// <summary>The audience of token requests, if it is not the token endpoint. Brightspace has one of its own.</summary>
    public string? TokenAudience => Slug == "brightspace" ? "https://api.art.example.net/auth/token" : null;

    public static SimulatedPlatform Get(string slug)
        => All.FirstOrDefault(platform => platform.Slug == slug)
            ?? throw new RequestRefusedException(StatusCodes.Status404NotFound, "There is no simulated platform with that name.");

    private static string ClientOf(JsonElement audience) => (audience.ValueKind == JsonValueKind.Array ? audience[0] : audience).GetString()!;

    private static JsonElement Read(string slug)
    {
        using var payload = typeof(SimulatedPlatform).Assembly.GetManifestResourceStream($"{slug}.json")!;
        using var document = JsonDocument.Parse(payload);
        return document.RootElement.Clone();
    }
}
