using System.Text.Json;
using Lti.Storage.Internal.Json;

namespace Lti.Storage.Internal.Sessions;

/// <summary>Makes the stored document from the claims of an id_token.</summary>
internal static class SessionWriter
{
    private static readonly JsonElement _emptyText = JsonElement.Parse("\"\""u8);
    private static readonly JsonElement _emptyList = JsonElement.Parse("[]"u8);
    private static readonly JsonElement _emptyObject = JsonElement.Parse("{}"u8);

    public static byte[] Write(ReadOnlySpan<byte> utf8Claims, string? verifiedClientId)
    {
        var claims = StorableJson.Parse(utf8Claims, depthAbove: 1, "claims");
        var document = Map(claims, verifiedClientId);
        return StorableJson.Write(writer => JsonSerializer.Serialize(writer, document, SessionJsonContext.Default.SessionDocument));
    }

    /// <summary>Checks the document of another program and makes it compact.</summary>
    public static byte[] Rewrite(ReadOnlySpan<byte> utf8Document, string parameter)
    {
        var document = StorableJson.Parse(utf8Document, depthAbove: 0, parameter);
        var platform = SessionView.Of(document).Platform;
        Input.RequireIdentifier(platform.Issuer, $"{parameter}.Platform.Issuer");
        Input.RequireIdentifier(platform.ClientId, $"{parameter}.Platform.ClientId");
        Input.RequireIdentifier(platform.DeploymentId, $"{parameter}.Platform.DeploymentId");
        return StorableJson.Write(document.WriteTo);
    }

    private static SessionDocument Map(JsonElement? claims, string? verifiedClientId)
    {
        var issuer = RequiredText(claims, ClaimNames.Issuer);
        var roleUris = claims.Member(ClaimNames.Roles).Texts();
        var ags = claims.Member(ClaimNames.AgsEndpoint);
        var nrps = claims.Member(ClaimNames.NamesRoleService);
        var deepLinking = claims.Member(ClaimNames.DeepLinkingSettings);
        return new SessionDocument
        {
            JwtPayload = claims!.Value,
            User = User(claims, roleUris),
            Context = Context(claims.Member(ClaimNames.Context)),
            Platform = new(
                issuer,
                AudienceClaim.ClientId(claims, verifiedClientId),
                RequiredText(claims, ClaimNames.DeploymentId),
                PresentText(claims.Member(ClaimNames.ToolPlatform).Member("name")) ?? claims.Member(ClaimNames.Issuer)!.Value),
            Launch = new(claims.Member(ClaimNames.TargetLinkUri)),
            ResourceLink = claims.Member(ClaimNames.ResourceLink) is { } link ? new(Of(link, "id"), Of(link, "title")) : null,
            Services = (ags ?? nrps ?? deepLinking) is null ? null : new(Ags(ags), Nrps(nrps), DeepLinking(deepLinking)),
            CustomParameters = claims.Member(ClaimNames.Custom) ?? _emptyObject,
            IsAdmin = ShortRoles.Has(roleUris, ShortRoles.Administrator),
            IsInstructor = ShortRoles.Has(roleUris, ShortRoles.Instructor),
            IsStudent = ShortRoles.Has(roleUris, ShortRoles.Learner),
            IsAssignmentAndGradesAvailable = ags is not null,
            IsDeepLinkingAvailable = deepLinking is not null,
            IsNameAndRolesAvailable = nrps is not null,
        };
    }

    private static SessionDocument.UserMember User(JsonElement? claims, IReadOnlyList<string> roleUris) => new(
        claims.Member(ClaimNames.Subject),
        claims.Member(ClaimNames.Name),
        claims.Member(ClaimNames.Email),
        claims.Member(ClaimNames.FamilyName),
        claims.Member(ClaimNames.GivenName),
        ShortRoles.Of(roleUris));

    private static SessionDocument.ContextMember Context(JsonElement? context)
    {
        var id = context.Member("id") ?? _emptyText;
        return new(id, PresentText(context.Member("label")) ?? id, context.Member("title") ?? _emptyText);
    }

    private static SessionDocument.AgsMember? Ags(JsonElement? endpoint) => endpoint is null
        ? null
        : new(WithoutQuery(PresentText(endpoint.Member("lineitem"))), endpoint.Member("lineitems"), endpoint.Member("scope") ?? _emptyList);

    private static SessionDocument.NrpsMember? Nrps(JsonElement? service) => service is null
        ? null
        : new(service.Member("context_memberships_url"), service.Member("service_versions") ?? _emptyList);

    private static SessionDocument.DeepLinkingMember? DeepLinking(JsonElement? settings) => settings is null
        ? null
        : new(
            settings.Member("deep_link_return_url"),
            settings.Member("accept_types") ?? _emptyList,
            settings.Member("accept_presentation_document_targets") ?? _emptyList,
            settings.Member("accept_media_types"),
            settings.Member("accept_multiple"),
            settings.Member("auto_create"),
            settings.Member("data"));

    private static JsonElement? Of(JsonElement? element, string name) => element.Member(name);

    private static JsonElement? PresentText(JsonElement? element) => element.IsEmptyText() ? null : element;

    private static JsonElement? WithoutQuery(JsonElement? url)
    {
        var text = url.Text();
        var query = text?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        return query < 0 ? url : JsonSerializer.SerializeToElement(text![..query], SessionJsonContext.Default.String);
    }

    private static string RequiredText(JsonElement? claims, string name)
    {
        var text = claims.Member(name).Text();
        if (string.IsNullOrEmpty(text))
        {
            throw new ArgumentException($"claims must have a non-empty string {name}.", nameof(claims));
        }

        Input.RequireText(text, LtiLimits.MaxIdentifierLength, $"{nameof(claims)}.{name}");
        return text;
    }
}
