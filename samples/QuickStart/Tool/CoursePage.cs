// Copy the idea: the roles in the course decide what a page shows. A real tool has its own pages here.
using Lti.Storage;

namespace QuickStart.Tool;

/// <summary>Shows the page of a launch.</summary>
internal static class CoursePage
{
    private const int Shown = 50;

    public static async Task<IResult> ShowAsync(LtiSession session, LtiClient client, ISessionStore sessions, CancellationToken cancellationToken)
    {
        var course = session.Context.Title is { Length: > 0 } title ? title : session.Context.Id ?? "A page outside of courses";
        return Page.Show("Launched", $"""
            <p class="good">{course}: {session.User.Name ?? "an anonymous user"}</p>
            {await ForRoleAsync(session, sessions, cancellationToken)}
            <h2>This launch</h2>
            {SessionView.Summary(session)}
            """, Options(session, client));
    }

    /// <summary>Shows what a teacher can add to the course, with the form that answers the platform.</summary>
    public static IResult Choose(LtiSession session, LtiClient client, Html form)
        => Page.Show("Add an activity", $"""
            <p class="good">{session.Context.Title ?? "A page outside of courses"}: {session.User.Name ?? "an anonymous user"}</p>
            {form}
            <h2>This launch</h2>
            {SessionView.Summary(session)}
            """, Options(session, client));

    /// <summary>Gets the origins that may show the tool in a frame.</summary>
    /// <remarks>
    /// A platform's pages may be on another host than its addresses: one of Canvas's schools, for example. The signed return URL is on the
    /// host of the page that the user came from.
    /// </remarks>
    public static IReadOnlyCollection<string> Frames(LtiClient client, string? returnUrl)
        => [.. new[] { PlatformUrl.Origin(client.Issuer), PlatformUrl.Origin(client.Endpoints.AuthorizationUrl), PlatformUrl.Origin(returnUrl) }.OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>Gets where the forms of a launch may go. The answer to a deep linking request goes to the platform.</summary>
    public static IReadOnlyCollection<string> FormAction(LtiSession session)
        => session.MessageType == DeepLinking.MessageType ? [PlatformUrl.Origin(session.Services.DeepLinking!.ReturnUrl)!] : ["'self'"];

    private static PageOptions Options(LtiSession session, LtiClient client)
        => new() { FrameAncestors = Frames(client, session.ReturnUrl), FormAction = FormAction(session), HasNavigation = false };

    /// <summary>Renders what the user's roles in the course allow. Roles in the institution grant nothing here.</summary>
    private static async Task<Html> ForRoleAsync(LtiSession session, ISessionStore sessions, CancellationToken cancellationToken)
    {
        if (session.IsContextInstructor || session.IsContextAdministrator)
        {
            return $"<h2>For teachers</h2>{await LaunchesOfCourseAsync(session, sessions, cancellationToken)}";
        }

        return session.IsContextLearner
            ? (Html)$"<h2>Your work</h2><p>Answer the question of this activity. Only you and your teachers see the answer.</p>"
            : $"<h2>No role in this course</h2><p>You can look at this page. You have no role in this course that allows more.</p>";
    }

    private static async Task<Html> LaunchesOfCourseAsync(LtiSession session, ISessionStore sessions, CancellationToken cancellationToken)
    {
        if (session.Context.Id is not { } course)
        {
            return $"<p>This launch belongs to no course.</p>";
        }

        var filter = new SessionFilter { Issuer = session.Platform.Issuer!, ClientId = session.Platform.ClientId, DeploymentId = session.Platform.DeploymentId, ContextId = course };
        var launches = await SessionView.NewestAsync(sessions.ListSessionsAsync(filter, cancellationToken: cancellationToken), Shown, cancellationToken);
        return $"""
            <p>Who has opened the tool in this course:</p>
            {ListTable.Of(["User", "Open until"], launches.Select(launch => (Html[])[Html.Text(launch.UserId ?? "anonymous"), Html.Text($"{launch.ExpiresAt:u}")]))}
            """;
    }
}
