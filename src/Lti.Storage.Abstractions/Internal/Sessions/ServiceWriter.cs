using System.Text.Json;
using Lti.Storage.Internal.Json;

namespace Lti.Storage.Internal.Sessions;

/// <summary>Writes the services of the stored document.</summary>
internal readonly struct ServiceWriter(JsonElement? claims)
{
    private readonly JsonElement? _ags = claims.ObjectMember(ClaimNames.AgsEndpoint);
    private readonly JsonElement? _nrps = claims.ObjectMember(ClaimNames.NamesRoleService);
    private readonly JsonElement? _deepLinking = claims.ObjectMember(ClaimNames.DeepLinkingSettings);

    public void WriteMembers(Utf8JsonWriter writer)
    {
        if ((_ags ?? _nrps ?? _deepLinking) is null)
        {
            return;
        }

        writer.WriteStartObject("services"u8);
        WriteAgs(writer);
        WriteNrps(writer);
        WriteDeepLinking(writer);
        writer.WriteEndObject();
    }

    /// <summary>Writes the booleans. A service is available where it has an address.</summary>
    public void WriteAvailability(Utf8JsonWriter writer)
    {
        var hasAgs = (_ags.Member("lineitem").PresentText() ?? _ags.Member("lineitems").PresentText()) is not null;
        writer.WriteBoolean("isAssignmentAndGradesAvailable"u8, hasAgs);
        writer.WriteBoolean("isDeepLinkingAvailable"u8, _deepLinking.Member("deep_link_return_url").PresentText() is not null);
        writer.WriteBoolean("isNameAndRolesAvailable"u8, _nrps.Member("context_memberships_url").PresentText() is not null);
    }

    private void WriteAgs(Utf8JsonWriter writer)
    {
        if (_ags is null)
        {
            return;
        }

        writer.WriteStartObject("ags"u8);
        var lineItem = _ags.Member("lineitem").UnlessEmpty();
        var text = lineItem.Text();
        if (text?.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query)
        {
            writer.WriteString("lineitem"u8, text.AsSpan(0, query));
        }
        else
        {
            writer.WriteElement("lineitem"u8, lineItem);
        }

        writer.WriteElement("lineitems"u8, _ags.Member("lineitems"));
        writer.WriteElementOrList("scopes"u8, _ags.Member("scope"));
        writer.WriteEndObject();
    }

    private void WriteNrps(Utf8JsonWriter writer)
    {
        if (_nrps is null)
        {
            return;
        }

        writer.WriteStartObject("nrps"u8);
        writer.WriteElement("membershipUrl"u8, _nrps.Member("context_memberships_url"));
        writer.WriteElementOrList("versions"u8, _nrps.Member("service_versions"));
        writer.WriteEndObject();
    }

    private void WriteDeepLinking(Utf8JsonWriter writer)
    {
        if (_deepLinking is null)
        {
            return;
        }

        writer.WriteStartObject("deepLinking"u8);
        writer.WriteElement("returnUrl"u8, _deepLinking.Member("deep_link_return_url"));
        writer.WriteElementOrList("acceptTypes"u8, _deepLinking.Member("accept_types"));
        writer.WriteElementOrList("acceptPresentationDocumentTargets"u8, _deepLinking.Member("accept_presentation_document_targets"));
        writer.WriteElement("acceptMediaTypes"u8, _deepLinking.Member("accept_media_types"));
        writer.WriteElement("acceptMultiple"u8, _deepLinking.Member("accept_multiple"));
        writer.WriteElement("autoCreate"u8, _deepLinking.Member("auto_create"));
        writer.WriteElement("data"u8, _deepLinking.Member("data"));
        writer.WriteEndObject();
    }
}
