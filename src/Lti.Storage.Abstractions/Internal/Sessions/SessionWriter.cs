using System.Text.Json;
using Lti.Storage.Internal.Json;

namespace Lti.Storage.Internal.Sessions;

/// <summary>Makes the stored document from the claims of an id_token. Its members have the names of the ported system.</summary>
/// <remarks>
/// Members that come from the platform are raw JSON of any type. Null members are left out. The claims go from text to text through
/// pooled memory: the stored document is the only large object that stays.
/// </remarks>
internal static class SessionWriter
{
    public static byte[] Write(ReadOnlySpan<byte> utf8Claims, string? verifiedClientId)
    {
        using var parsed = ParsedJson.Parse(utf8Claims, depthAbove: 1, "claims");
        JsonElement? claims = parsed.Root;
        RequireText(claims, ClaimNames.Issuer);
        var clientId = AudienceClaim.ClientId(claims, verifiedClientId);
        RequireText(claims, ClaimNames.DeploymentId);
        return StorableJson.Write(writer => Write(writer, claims, clientId));
    }

    /// <summary>Checks the document of another program and makes it compact.</summary>
    public static byte[] Rewrite(ReadOnlySpan<byte> utf8Document, string parameter)
    {
        using var document = ParsedJson.Parse(utf8Document, depthAbove: 0, parameter);
        var platform = new SessionView(document.Root).Platform;
        Input.RequireIdentifier(platform.Issuer, $"{parameter}.Platform.Issuer");
        Input.RequireIdentifier(platform.ClientId, $"{parameter}.Platform.ClientId");
        Input.RequireIdentifier(platform.DeploymentId, $"{parameter}.Platform.DeploymentId");
        return StorableJson.Write(document.Root.WriteTo);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement? claims, string clientId)
    {
        var roles = claims.Member(ClaimNames.Roles);
        writer.WriteStartObject();
        writer.WriteElement("jwtPayload"u8, claims);
        WriteUser(writer, claims, roles);
        WriteContext(writer, claims.Member(ClaimNames.Context));
        WritePlatform(writer, claims, clientId);
        writer.WriteStartObject("launch"u8);
        writer.WriteElement("target"u8, claims.Member(ClaimNames.TargetLinkUri));
        writer.WriteEndObject();
        WriteResourceLink(writer, claims.ObjectMember(ClaimNames.ResourceLink));
        var services = new ServiceWriter(claims);
        services.WriteMembers(writer);
        WriteCustomParameters(writer, claims.ObjectMember(ClaimNames.Custom));
        writer.WriteBoolean("isAdmin"u8, ShortRoles.Has(roles, ShortRoles.Administrator));
        writer.WriteBoolean("isInstructor"u8, ShortRoles.Has(roles, ShortRoles.Instructor));
        writer.WriteBoolean("isStudent"u8, ShortRoles.Has(roles, ShortRoles.Learner));
        services.WriteAvailability(writer);
        writer.WriteEndObject();
    }

    private static void WriteUser(Utf8JsonWriter writer, JsonElement? claims, JsonElement? roles)
    {
        writer.WriteStartObject("user"u8);
        writer.WriteElement("id"u8, claims.Member(ClaimNames.Subject));
        writer.WriteElement("name"u8, claims.Member(ClaimNames.Name));
        writer.WriteElement("email"u8, claims.Member(ClaimNames.Email));
        writer.WriteElement("familyName"u8, claims.Member(ClaimNames.FamilyName));
        writer.WriteElement("givenName"u8, claims.Member(ClaimNames.GivenName));
        writer.WriteStartArray("roles"u8);
        ShortRoles.Write(writer, roles);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteContext(Utf8JsonWriter writer, JsonElement? context)
    {
        var id = context.Member("id");
        writer.WriteStartObject("context"u8);
        writer.WriteElementOrText("id"u8, id, "");
        writer.WriteElementOrText("label"u8, context.Member("label").UnlessEmpty() ?? id, "");
        writer.WriteElementOrText("title"u8, context.Member("title"), "");
        writer.WriteEndObject();
    }

    private static void WritePlatform(Utf8JsonWriter writer, JsonElement? claims, string clientId)
    {
        var issuer = claims.Member(ClaimNames.Issuer);
        writer.WriteStartObject("platform"u8);
        writer.WriteElement("issuer"u8, issuer);
        writer.WriteString("clientId"u8, clientId);
        writer.WriteElement("deploymentId"u8, claims.Member(ClaimNames.DeploymentId));
        writer.WriteElement("name"u8, claims.Member(ClaimNames.ToolPlatform).Member("name").UnlessEmpty() ?? issuer);
        writer.WriteEndObject();
    }

    private static void WriteResourceLink(Utf8JsonWriter writer, JsonElement? link)
    {
        if (link is not null)
        {
            writer.WriteStartObject("resourceLink"u8);
            writer.WriteElement("id"u8, link.Member("id"));
            writer.WriteElement("title"u8, link.Member("title"));
            writer.WriteEndObject();
        }
    }

    private static void WriteCustomParameters(Utf8JsonWriter writer, JsonElement? custom)
    {
        if (custom is not null)
        {
            writer.WriteElement("customParameters"u8, custom);
        }
        else
        {
            writer.WriteStartObject("customParameters"u8);
            writer.WriteEndObject();
        }
    }

    private static void RequireText(JsonElement? claims, string name)
    {
        var text = claims.Member(name).PresentText()
            ?? throw new ArgumentException($"claims must have a non-empty string {name}.", nameof(claims));
        Input.RequireText(text, LtiLimits.MaxIdentifierLength, $"{nameof(claims)}.{name}");
    }
}
