using System.Diagnostics;

namespace Lti.Storage.PostgreSqlServer.Internal;

/// <summary>Chooses the account that runs the servers.</summary>
/// <remarks><c>initdb</c>, <c>postgres</c> and <c>pgbouncer</c> refuse to run as root. For root this is an unprivileged user.</remarks>
internal sealed class ServerAccount
{
    private ServerAccount(string? userName) => UserName = userName;

    /// <summary>Gets the user name. Null means the user who runs the tests.</summary>
    public string? UserName { get; }

    public static async Task<ServerAccount> ChooseAsync(CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ServerAccount(null);
        }

        var known = await Command.RunAsync(new ProcessStartInfo("id", ["-u", "postgres"]), cancellationToken);
        return new ServerAccount(known.Succeeded ? "postgres" : "nobody");
    }

    /// <summary>Gives a folder and its contents to the account.</summary>
    public async Task OwnAsync(string folder, CancellationToken cancellationToken)
    {
        if (UserName is not null)
        {
            (await Command.RunAsync(new ProcessStartInfo("chown", ["-R", UserName, folder]), cancellationToken)).ThrowIfFailed("chown");
        }
    }

    /// <summary>Prepares a command that the account runs in its folder, without the PG… variables of the test run.</summary>
    public ProcessStartInfo Prepare(string program, IEnumerable<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["HOME"] = folder;
        start.Environment["LC_ALL"] = "C";
        if (UserName is not null)
        {
            start.UserName = UserName;
        }

        return start;
    }
}
