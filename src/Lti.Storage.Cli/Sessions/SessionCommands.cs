using System.CommandLine;

namespace Lti.Storage.Cli.Sessions;

/// <summary>The group of commands <c>sessions</c>.</summary>
internal static class SessionCommands
{
    public static Command Create() => new(
        "sessions", "Shows and revokes the sessions of launches. A session's id is a bearer token, so keep the output secret.")
    {
        ShowSessions.Create(),
        RevokeSessions.Create(),
    };
}
