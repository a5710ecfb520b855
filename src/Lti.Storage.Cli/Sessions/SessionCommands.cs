using System.CommandLine;

namespace Lti.Storage.Cli.Sessions;

/// <summary><c>sessions</c>.</summary>
internal static class SessionCommands
{
    public static Command Create() => new("sessions", "What the tool keeps of launches. A session's id acts as a bearer, so what is shown here is secret.")
    {
        ShowSessions.Create(),
        RevokeSessions.Create(),
    };
}
