using System.CommandLine;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;

namespace Lti.Storage.Cli.Sessions;

/// <summary>The command <c>sessions show</c>: one session with its document, or a list without documents.</summary>
internal static class ShowSessions
{
    private static readonly Listing<SessionShape> _listing = new(
        SessionJson.Default.SessionShape,
        ["id", "client id", "deployment id", "user id", "expires"],
        session => [session.Id.ToString(), session.ClientId, session.DeploymentId, session.UserId, session.ExpiresAt],
        "No sessions.");

    public static Command Create()
    {
        var command = new ToolCommand(
            "show",
            "Shows a session with its whole document, or lists matching sessions without documents. The output is personal data.",
            "sessions show 5f0c4b8e-6a1d-4c3f-9e27-8b1a2c3d4e5f",
            "sessions show --issuer https://moodle.example.edu --user-id 42",
            "sessions show 5f0c4b8e-6a1d-4c3f-9e27-8b1a2c3d4e5f --json | jq .document.jwtPayload");
        SessionSelection.AddTo(command);
        return command.Reads(RunAsync);
    }

    private static async Task<int> RunAsync(IDatabase database, CommandRun run, CancellationToken cancellationToken)
    {
        if (SessionSelection.Id(run) is not { } id)
        {
            var sessions = database.Storage.ListSessionsAsync(SessionSelection.Filter(run), cancellationToken: cancellationToken);
            await run.Output.WriteAsync(sessions.Select(SessionShape.Of), _listing, cancellationToken).ConfigureAwait(false);
            return ExitCode.Done;
        }

        var session = await database.Storage.FindSessionAsync(id, cancellationToken).ConfigureAwait(false)
            ?? throw Missing.ToException(LtiEntity.Session, id);
        run.Output.Write(
            SessionWithDocumentShape.Of(session), SessionJson.Default.SessionWithDocumentShape, text => Write(session, text));
        return ExitCode.Done;
    }

    private static void Write(LtiSession session, TextResults text)
    {
        var summary = SessionShape.Of(session);
        text.Properties(
            ("id", summary.Id.ToString()),
            ("issuer", summary.Issuer),
            ("client id", summary.ClientId),
            ("deployment id", summary.DeploymentId),
            ("user id", summary.UserId),
            ("expires", summary.ExpiresAt));
        text.Line("");

        text.Verbatim(JsonText.Of(session.Document.WriteTo, isIndented: true));
    }
}
