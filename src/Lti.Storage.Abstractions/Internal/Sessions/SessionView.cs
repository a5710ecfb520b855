using System.Collections.ObjectModel;
using System.Text.Json;
using Lti.Storage.Internal.Json;

namespace Lti.Storage.Internal.Sessions;

/// <summary>Reads a stored document through typed members.</summary>
/// <remarks>Any member may be absent or of another type than the ported system lists.</remarks>
internal sealed class SessionView
{
    public required JsonElement Document { get; init; }

    public JsonElement? Claims { get; private init; }

    public required LtiUser User { get; init; }

    public required LtiContext Context { get; init; }

    public required LtiPlatform Platform { get; init; }

    public string? TargetLinkUri { get; private init; }

    public LtiResourceLink? ResourceLink { get; private init; }

    public required LtiServices Services { get; init; }

    public required IReadOnlyDictionary<string, JsonElement> CustomParameters { get; init; }

    public bool IsAdmin { get; private init; }

    public bool IsInstructor { get; private init; }

    public bool IsStudent { get; private init; }

    public bool IsAssignmentAndGradesAvailable { get; private init; }

    public bool IsDeepLinkingAvailable { get; private init; }

    public bool IsNameAndRolesAvailable { get; private init; }

    public static SessionView Of(JsonElement root) => Of(root, root);

    private static SessionView Of(JsonElement root, JsonElement? document) => new()
    {
        Document = root,
        Claims = document.Member("jwtPayload"),
        User = ReadUser(document.Member("user")),
        Context = ReadContext(document.Member("context")),
        Platform = ReadPlatform(document.Member("platform")),
        TargetLinkUri = document.Member("launch").Member("target").Text(),
        ResourceLink = ReadResourceLink(document.Member("resourceLink")),
        Services = ReadServices(document.Member("services")),
        CustomParameters = ReadObject(document.Member("customParameters")),
        IsAdmin = document.Member("isAdmin").IsTrue(),
        IsInstructor = document.Member("isInstructor").IsTrue(),
        IsStudent = document.Member("isStudent").IsTrue(),
        IsAssignmentAndGradesAvailable = document.Member("isAssignmentAndGradesAvailable").IsTrue(),
        IsDeepLinkingAvailable = document.Member("isDeepLinkingAvailable").IsTrue(),
        IsNameAndRolesAvailable = document.Member("isNameAndRolesAvailable").IsTrue(),
    };

    private static LtiUser ReadUser(JsonElement? user) => new()
    {
        Id = user.Member("id").Text(),
        Name = user.Member("name").Text(),
        Email = user.Member("email").Text(),
        FamilyName = user.Member("familyName").Text(),
        GivenName = user.Member("givenName").Text(),
        Roles = user.Member("roles").Texts(),
    };

    private static LtiContext ReadContext(JsonElement? context) => new()
    {
        Id = context.Member("id").Text(),
        Label = context.Member("label").Text(),
        Title = context.Member("title").Text(),
    };

    private static LtiPlatform ReadPlatform(JsonElement? platform) => new()
    {
        Issuer = platform.Member("issuer").Text(),
        ClientId = platform.Member("clientId").Text(),
        DeploymentId = platform.Member("deploymentId").Text(),
        Name = platform.Member("name").Text(),
    };

    private static LtiResourceLink? ReadResourceLink(JsonElement? link) => link is { ValueKind: JsonValueKind.Object }
        ? new LtiResourceLink { Id = link.Member("id").Text(), Title = link.Member("title").Text() }
        : null;

    private static LtiServices ReadServices(JsonElement? services) => new()
    {
        Ags = services.Member("ags") is { ValueKind: JsonValueKind.Object } ags ? ReadAgs(ags) : null,
        Nrps = services.Member("nrps") is { ValueKind: JsonValueKind.Object } nrps ? ReadNrps(nrps) : null,
        DeepLinking = services.Member("deepLinking") is { ValueKind: JsonValueKind.Object } settings ? ReadDeepLinking(settings) : null,
    };

    private static LtiAssignmentAndGradeServices ReadAgs(JsonElement? ags) => new()
    {
        LineItem = ags.Member("lineitem").Text(),
        LineItems = ags.Member("lineitems").Text(),
        Scopes = ags.Member("scopes").Texts(),
    };

    private static LtiNamesAndRolesService ReadNrps(JsonElement? nrps) => new()
    {
        MembershipUrl = nrps.Member("membershipUrl").Text(),
        Versions = nrps.Member("versions").Texts(),
    };

    private static LtiDeepLinkingSettings ReadDeepLinking(JsonElement? settings) => new()
    {
        ReturnUrl = settings.Member("returnUrl").Text(),
        AcceptTypes = settings.Member("acceptTypes").Texts(),
        AcceptPresentationDocumentTargets = settings.Member("acceptPresentationDocumentTargets").Texts(),
        AcceptMediaTypes = ReadMediaTypes(settings.Member("acceptMediaTypes")),
        AcceptMultiple = settings.Member("acceptMultiple").Boolean(),
        AutoCreate = settings.Member("autoCreate").Boolean(),
        Data = settings.Member("data").Text(),
    };

    private static IReadOnlyList<string> ReadMediaTypes(JsonElement? mediaTypes) => mediaTypes.Text() is { } text
        ? Array.AsReadOnly(text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        : mediaTypes.Texts();

    private static ReadOnlyDictionary<string, JsonElement> ReadObject(JsonElement? element)
    {
        if (element is not { ValueKind: JsonValueKind.Object } e)
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
