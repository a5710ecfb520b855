using System.CommandLine;
using Lti.Storage.Cli.Connecting;

namespace Lti.Storage.Cli;

/// <summary>Gives a command its action.</summary>
internal static class CommandActions
{
    /// <summary>Runs an action that opens its own database, or needs none.</summary>
    public static Command Runs(this Command command, Func<CommandRun, CancellationToken, Task<int>> action)
    {
        command.SetAction((arguments, cancellationToken) => action(new CommandRun(arguments), cancellationToken));
        return command;
    }

    /// <summary>Runs an action that only reads, on a database that is closed after it.</summary>
    public static Command Reads(this Command command, Func<IDatabase, CommandRun, CancellationToken, Task<int>> action)
        => command.Runs((run, cancellationToken) => OnStorageAsync(run, action, run.IsVerbose, cancellationToken));

    /// <summary>Runs an action that changes the database and names the database first. Closes it afterwards.</summary>
    public static Command Writes(this Command command, Func<IDatabase, CommandRun, CancellationToken, Task<int>> action)
        => command.Runs((run, cancellationToken) => OnStorageAsync(run, action, isAnnounced: true, cancellationToken));

    private static async Task<int> OnStorageAsync(
        CommandRun run,
        Func<IDatabase, CommandRun, CancellationToken, Task<int>> action,
        bool isAnnounced,
        CancellationToken cancellationToken)
    {
        var database = Database.Open(run);
        await using (database.ConfigureAwait(false))
        {
            if (isAnnounced)
            {
                Database.Announce(run);
            }

            return await action(database, run, cancellationToken).ConfigureAwait(false);
        }
    }
}
