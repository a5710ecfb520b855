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

/// <summary>What a login carries through the tool to the platform's answer: the role, the deployment and the type of the message.</summary>
internal sealed record LaunchHint(LaunchRole Role, bool IsNewDeployment, bool IsDeepLinking)
{
    private const string Known = "known";
    private const string New = "new";
    private const string Link = "link";
    private const string Deep = "deep";

    public string Text => $"{Role.Slug} {(IsNewDeployment ? New : Known)} {(IsDeepLinking ? Deep : Link)}";

    public static LaunchHint Of(LaunchRole role, string? deployment, string? message) => new(
        role,
        IsChosen(deployment, Known, New, "The deployment must be known or new."),
        IsChosen(message, Link, Deep, "The message must be link or deep."));

    public static LaunchHint Read(string? text) => text?.Split(' ') is [var role, var deployment, var message]
        ? Of(LaunchRole.Get(role), deployment, message)
        : Of(LaunchRole.Get(text), deployment: null, message: null);

    /// <summary>Gets the deployment of the launch. A new one is one that the tool has not seen: another campus of the institution.</summary>
    public string DeploymentOf(RegisteredTool tool) => IsNewDeployment ? $"{tool.DeploymentId}-campus-2" : tool.DeploymentId;

    private static bool IsChosen(string? value, string usual, string other, string problem)
        => value == other || (value is null || value == usual ? false : throw RequestRefusedException.BadRequest(problem));
}
