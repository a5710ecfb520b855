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
