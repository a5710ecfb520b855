using System.Collections.ObjectModel;
using System.Text.Json;
using Lti.Storage.Internal.Json;

namespace Lti.Storage.Internal.Sessions;

/// <summary>Reads a stored document through typed members.</summary>
/// <remarks>
/// <para>Any member may be absent or of another type than the ported system lists.</para>
/// <para>
/// A part is read when it is first needed. Concurrent threads read equal values, and one of them is kept.
/// </para>
/// </remarks>
internal sealed class SessionView(JsonElement document)
{
    private readonly JsonElement? _root = document;

    private LtiUser? _user;
    private LtiContext? _context;
    private LtiPlatform? _platform;
    private LtiResourceLink? _resourceLink;
    private LtiServices? _services;
    private ReadOnlyDictionary<string, JsonElement>? _customParameters;
    private IReadOnlyList<string>? _roleUris;

    public JsonElement Document => document;

    public JsonElement? Claims => _root.Member("jwtPayload");

    public LtiUser User => _user ??= ReadUser(_root.Member("user"));

    public LtiContext Context => _context ??= ReadContext(_root.Member("context"), Claims.Member(ClaimNames.Context));

    public LtiPlatform Platform => _platform ??= ReadPlatform(_root.Member("platform"));

    public LtiResourceLink? ResourceLink => _resourceLink ??= ReadResourceLink(_root.Member("resourceLink"));

    public LtiServices Services => _services ??= ServiceReader.Read(_root.Member("services"), Claims);

    public IReadOnlyDictionary<string, JsonElement> CustomParameters
        => _customParameters ??= ReadObject(_root.Member("customParameters"));

    public IReadOnlyList<string> RoleUris => _roleUris ??= Claims.Member(ClaimNames.Roles).Texts();

    public string? MessageType => Claims.Member(ClaimNames.MessageType).Text();

    public string? Version => Claims.Member(ClaimNames.Version).Text();

    public string? TargetLinkUri => _root.Member("launch").Member("target").Text();

    /// <summary>The locale of the launch's page, or else that of the user.</summary>
    public string? Locale => Presentation.Member("locale").PresentText() ?? Claims.Member(ClaimNames.Locale).PresentText();

    public string? ReturnUrl => Presentation.Member("return_url").PresentText();

    public bool IsAdmin => _root.Member("isAdmin").IsTrue();

    public bool IsInstructor => _root.Member("isInstructor").IsTrue();

    public bool IsStudent => _root.Member("isStudent").IsTrue();

    // The ported system's booleans are also true for a service without an address, which no tool can call.
    public bool IsAssignmentAndGradesAvailable
        => _root.Member("isAssignmentAndGradesAvailable").IsTrue() && ServiceReader.HasAddress(Services.Ags);

    public bool IsDeepLinkingAvailable
        => _root.Member("isDeepLinkingAvailable").IsTrue() && ServiceReader.HasAddress(Services.DeepLinking);

    public bool IsNameAndRolesAvailable
        => _root.Member("isNameAndRolesAvailable").IsTrue() && ServiceReader.HasAddress(Services.Nrps);

    private JsonElement? Presentation => Claims.Member(ClaimNames.LaunchPresentation);

    private static LtiUser ReadUser(JsonElement? user) => new()
    {
        Id = user.Member("id").IdText(),
        Name = user.Member("name").Text(),
        Email = user.Member("email").Text(),
        FamilyName = user.Member("familyName").Text(),
        GivenName = user.Member("givenName").Text(),
        Roles = user.Member("roles").Texts(),
    };

    // The label may be the id, so it is read like one.
    private static LtiContext ReadContext(JsonElement? context, JsonElement? claim) => new()
    {
        Id = context.Member("id").IdText(),
        Label = context.Member("label").IdText(),
        Title = context.Member("title").Text(),
        Types = claim.Member("type").Texts(),
    };

    private static LtiPlatform ReadPlatform(JsonElement? platform) => new()
    {
        Issuer = platform.Member("issuer").Text(),
        ClientId = platform.Member("clientId").IdText(),
        DeploymentId = platform.Member("deploymentId").IdText(),
        Name = platform.Member("name").Text(),
    };

    private static LtiResourceLink? ReadResourceLink(JsonElement? link) => link.Object() is null
        ? null
        : new LtiResourceLink { Id = link.Member("id").IdText(), Title = link.Member("title").Text() };

    private static ReadOnlyDictionary<string, JsonElement> ReadObject(JsonElement? element)
    {
        if (element.Object() is not { } e)
        {
            return ReadOnlyDictionary<string, JsonElement>.Empty;
        }

        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in e.EnumerateObject())
        {
            if (property.NameText() is { } name)
            {
                members[name] = property.Value;
            }
        }

        return members.AsReadOnly();
    }
}
