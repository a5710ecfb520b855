using System.Diagnostics;

namespace Lti.Storage.PostgreSqlServer.Internal;

/// <summary>Who runs what is started: <c>initdb</c>, <c>postgres</c> and <c>pgbouncer</c> refuse to run as root, so then it's an
/// unprivileged user.</summary>
internal sealed class ServerAccount
{
    private ServerAccount(string? userName) => UserName = userName;

    /// <summary>Null: whoever runs the tests.</summary>
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

    /// <summary>Gives a folder and all in it to the account.</summary>
    public async Task OwnAsync(string folder, CancellationToken cancellationToken)
    {
        if (UserName is not null)
        {
            (await Command.RunAsync(new ProcessStartInfo("chown", ["-R", UserName, folder]), cancellationToken)).ThrowIfFailed("chown");
        }
    }

    /// <summary>A command that the account runs in its folder, without the PG… variables of whoever runs the tests.</summary>
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
