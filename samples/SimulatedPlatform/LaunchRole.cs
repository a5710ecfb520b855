using System.Text.Json;

namespace QuickStart.Platform;

/// <summary>A role in which the simulated platform launches the tool.</summary>
internal sealed record LaunchRole(string Slug, string Name, IReadOnlyList<string> Uris)
{
    public const string Claim = "https://purl.imsglobal.org/spec/lti/claim/roles";

    private const string Vocabulary = "http://purl.imsglobal.org/vocab/lis/v2/";

    public static IReadOnlyList<LaunchRole> All { get; } =
    [
        new("instructor", "Instructor", [Vocabulary + "membership#Instructor", Vocabulary + "institution/person#Faculty"]),
        new("student", "Student", [Vocabulary + "membership#Learner", Vocabulary + "institution/person#Student"]),
        new("administrator", "Administrator", [Vocabulary + "system/person#Administrator", Vocabulary + "institution/person#Administrator"]),
    ];

    public JsonElement Json => JsonSerializer.SerializeToElement(Uris);

    public static LaunchRole Get(string? slug)
        => All.FirstOrDefault(role => role.Slug == slug) ?? throw RequestRefusedException.BadRequest("The role must be instructor, student or administrator.");
}

/// <summary>What a login carries through the tool to the platform's answer: the role and the deployment.</summary>
internal sealed record LaunchHint(LaunchRole Role, bool IsNewDeployment)
{
    private const string New = "new";

    public string Text => IsNewDeployment ? $"{Role.Slug} {New}" : Role.Slug;

    public static LaunchHint Of(LaunchRole role, string? deployment) => deployment switch
    {
        null or "known" => new LaunchHint(role, IsNewDeployment: false),
        New => new LaunchHint(role, IsNewDeployment: true),
        _ => throw RequestRefusedException.BadRequest("The deployment must be known or new."),
    };

    public static LaunchHint Read(string? text) => text?.Split(' ') is [var role, var deployment] ? Of(LaunchRole.Get(role), deployment) : Of(LaunchRole.Get(text), deployment: null);

    /// <summary>Gets the deployment of the launch. A new one is one that the tool has not seen: another campus of the institution.</summary>
    public string DeploymentOf(RegisteredTool tool) => IsNewDeployment ? $"{tool.DeploymentId}-campus-2" : tool.DeploymentId;
}
