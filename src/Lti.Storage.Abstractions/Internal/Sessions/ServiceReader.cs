using System.Text.Json;
using Lti.Storage.Internal.Json;

namespace Lti.Storage.Internal.Sessions;

/// <summary>Reads the services of a stored document. The claims have what the ported system leaves out.</summary>
internal static class ServiceReader
{
    public static LtiServices Read(JsonElement? services, JsonElement? claims) => new()
    {
        Ags = ReadAgs(services.Member("ags").Object(), claims.Member(ClaimNames.AgsEndpoint)),
        Nrps = ReadNrps(services.Member("nrps").Object()),
        DeepLinking = ReadDeepLinking(services.Member("deepLinking").Object(), claims.Member(ClaimNames.DeepLinkingSettings)),
    };

    public static bool HasAddress(LtiAssignmentAndGradeServices? ags)
        => !string.IsNullOrEmpty(ags?.LineItemUrl) || !string.IsNullOrEmpty(ags?.LineItems);

    public static bool HasAddress(LtiNamesAndRolesService? nrps) => !string.IsNullOrEmpty(nrps?.MembershipUrl);

    public static bool HasAddress(LtiDeepLinkingSettings? settings) => !string.IsNullOrEmpty(settings?.ReturnUrl);

    private static LtiAssignmentAndGradeServices? ReadAgs(JsonElement? ags, JsonElement? claim) => ags is null ? null : new()
    {
        LineItem = ags.Member("lineitem").Text(),
        LineItemUrl = claim.Member("lineitem").PresentText() ?? ags.Member("lineitem").PresentText(),
        LineItems = ags.Member("lineitems").Text(),
        Scopes = ags.Member("scopes").Texts(),
    };

    private static LtiNamesAndRolesService? ReadNrps(JsonElement? nrps) => nrps is null ? null : new()
    {
        MembershipUrl = nrps.Member("membershipUrl").Text(),
        Versions = nrps.Member("versions").Texts(),
    };

    private static LtiDeepLinkingSettings? ReadDeepLinking(JsonElement? settings, JsonElement? claim) => settings is null ? null : new()
    {
        ReturnUrl = settings.Member("returnUrl").Text(),
        AcceptTypes = settings.Member("acceptTypes").Texts(),
        AcceptPresentationDocumentTargets = settings.Member("acceptPresentationDocumentTargets").Texts(),
        AcceptMediaTypes = ReadMediaTypes(settings.Member("acceptMediaTypes")),
        AcceptMultiple = (settings.Member("acceptMultiple") ?? claim.Member("accept_multiple")).Boolean(),
        AcceptLineItem = claim.Member("accept_lineitem").Boolean(),
        AutoCreate = (settings.Member("autoCreate") ?? claim.Member("auto_create")).Boolean(),
        Title = claim.Member("title").Text(),
        Text = claim.Member("text").Text(),
        Data = settings.Member("data").Text(),
    };

    private static IReadOnlyList<string> ReadMediaTypes(JsonElement? mediaTypes) => mediaTypes.Text() is { } text
        ? Array.AsReadOnly(text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        : mediaTypes.Texts();
}
