// For people who look. A real tool shows its users less of their session.
using System.Text.Encodings.Web;
using System.Text.Json;
using Lti.Storage;

namespace QuickStart.Tool;

/// <summary>Renders a session as HTML.</summary>
internal static class SessionView
{
    private static readonly JsonSerializerOptions _readable = new() { WriteIndented = true, MaxDepth = LtiLimits.MaxDocumentDepth, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Html Summary(LtiSession session) => Details.Of(
        ("User", session.User.Name ?? session.User.Id ?? "anonymous"),
        ("Roles", string.Join(", ", session.User.Roles)),
        ("Roles in the course", ContextRoles(session) is { Length: > 0 } roles ? roles : "none"),
        ("Context", session.Context.Title is { Length: > 0 } title ? title : session.Context.Id),
        ("Platform", session.Platform.Name),
        ("Issuer", session.Platform.Issuer),
        ("Client", session.Platform.ClientId),
        ("Deployment", session.Platform.DeploymentId),
        ("Link", session.ResourceLink?.Title ?? session.ResourceLink?.Id),
        ("Services", Services(session)),
        ("Expires", session.ExpiresAt?.ToString("u")));

    /// <summary>Gets the sessions that began last, the newest first. A storage lists sessions by their random ids.</summary>
    public static async Task<List<SessionSummary>> NewestAsync(IAsyncEnumerable<SessionSummary> sessions, int count, CancellationToken cancellationToken)
    {
        PriorityQueue<SessionSummary, DateTimeOffset> newest = new();
        await foreach (var session in sessions.WithCancellation(cancellationToken))
        {
            newest.Enqueue(session, session.ExpiresAt);
            if (newest.Count > count)
            {
                newest.Dequeue();
            }
        }

        return [.. newest.UnorderedItems.Select(item => item.Element).OrderByDescending(session => session.ExpiresAt)];
    }

    /// <summary>Renders the whole document. The JSON encoder may be relaxed, because the page encodes the text as HTML.</summary>
    public static Html Document(LtiSession session) => $"<pre tabindex=\"0\">{JsonSerializer.Serialize(session.Document, _readable)}</pre>";

    /// <summary>Lists the roles in the course. Only these may grant rights there: the user may hold others in the institution.</summary>
    public static string ContextRoles(LtiSession session)
    {
        (string Name, bool Has)[] roles =
        [
            ("administrator", session.IsContextAdministrator),
            ("instructor", session.IsContextInstructor),
            ("teaching assistant", session.IsTeachingAssistant),
            ("learner", session.IsContextLearner),
        ];
        return string.Join(", ", roles.Where(role => role.Has).Select(role => role.Name));
    }

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
}
