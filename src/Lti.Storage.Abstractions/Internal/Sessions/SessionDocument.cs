using System.Text.Json;

namespace Lti.Storage.Internal.Sessions;

/// <summary>Lists the members of the stored document with the names of the ported system.</summary>
/// <remarks>Members that come from the platform are raw JSON of any type. Null members are left out.</remarks>
internal sealed record SessionDocument
{
    public required JsonElement JwtPayload { get; init; }

    public required UserMember User { get; init; }

    public required ContextMember Context { get; init; }

    public required PlatformMember Platform { get; init; }

    public required LaunchMember Launch { get; init; }

    public ResourceLinkMember? ResourceLink { get; init; }

    public ServicesMember? Services { get; init; }

    public required JsonElement CustomParameters { get; init; }

    public required bool IsAdmin { get; init; }

    public required bool IsInstructor { get; init; }

    public required bool IsStudent { get; init; }

    public required bool IsAssignmentAndGradesAvailable { get; init; }

    public required bool IsDeepLinkingAvailable { get; init; }

    public required bool IsNameAndRolesAvailable { get; init; }

    internal sealed record UserMember(
        JsonElement? Id,
        JsonElement? Name,
        JsonElement? Email,
        JsonElement? FamilyName,
        JsonElement? GivenName,
        IReadOnlyList<string> Roles);

    internal sealed record ContextMember(JsonElement Id, JsonElement Label, JsonElement Title);

    internal sealed record PlatformMember(string Issuer, string ClientId, string DeploymentId, JsonElement Name);

    internal sealed record LaunchMember(JsonElement? Target);

    internal sealed record ResourceLinkMember(JsonElement? Id, JsonElement? Title);

    internal sealed record ServicesMember(AgsMember? Ags, NrpsMember? Nrps, DeepLinkingMember? DeepLinking);

    internal sealed record AgsMember(JsonElement? Lineitem, JsonElement? Lineitems, JsonElement Scopes);

    internal sealed record NrpsMember(JsonElement? MembershipUrl, JsonElement Versions);

    internal sealed record DeepLinkingMember(
        JsonElement? ReturnUrl,
        JsonElement AcceptTypes,
        JsonElement AcceptPresentationDocumentTargets,
        JsonElement? AcceptMediaTypes,
        JsonElement? AcceptMultiple,
        JsonElement? AutoCreate,
        JsonElement? Data);
}
