using System.Text.Encodings.Web;
using System.Text.Json;
using Lti.Storage;
using QuickStart.Pages;

namespace QuickStart.Tool;

/// <summary>A session as HTML.</summary>
internal static class SessionView
{
    private static readonly JsonSerializerOptions _readable = new() { WriteIndented = true, MaxDepth = LtiLimits.MaxDocumentDepth, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Html Summary(LtiSession session) => $"""
        <div class="scroll"><table>
        {Row("User", session.User.Name ?? session.User.Id ?? "anonymous")}
        {Row("Roles", string.Join(", ", session.User.Roles))}
        {Row("Context", session.Context.Title is { Length: > 0 } title ? title : session.Context.Id)}
        {Row("Platform", session.Platform.Name)}
        {Row("Issuer", session.Platform.Issuer)}
        {Row("Client", session.Platform.ClientId)}
        {Row("Deployment", session.Platform.DeploymentId)}
        {Row("Link", session.ResourceLink?.Title ?? session.ResourceLink?.Id)}
        {Row("Services", Services(session))}
        {Row("Expires", session.ExpiresAt?.ToString("u"))}
        </table></div>
        """;

    /// <summary>The whole document. The encoder is relaxed because the page encodes it as HTML.</summary>
    public static Html Document(LtiSession session) => $"<pre>{JsonSerializer.Serialize(session.Document, _readable)}</pre>";

    private static string Services(LtiSession session)
    {
        List<string> services = [];
        if (session.IsAssignmentAndGradesAvailable)
        {
            services.Add("assignments and grades");
        }

        if (session.IsNameAndRolesAvailable)
        {
            services.Add("names and roles");
        }

        if (session.IsDeepLinkingAvailable)
        {
            services.Add("deep linking");
        }

        return services.Count > 0 ? string.Join(", ", services) : "none";
    }

    private static Html Row(string name, string? value) => value is null ? (Html)$"" : $"<tr><th scope=\"row\">{name}</th><td>{value}</td></tr>";
}
