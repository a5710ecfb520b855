using System.CommandLine;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.PostgreSql;

namespace Lti.Storage.Cli;

/// <summary>Gives a command what it does.</summary>
internal static class CommandActions
{
    public static Command Runs(this Command command, Func<CommandRun, CancellationToken, Task<int>> action)
    {
        command.SetAction((arguments, cancellationToken) => action(new CommandRun(arguments), cancellationToken));
        return command;
    }

    /// <summary>The storage is closed when the action ends. Nothing is said to the database before the action does.</summary>
    public static Command RunsOnStorage(this Command command, Func<PostgreSqlLtiStorage, CommandRun, CancellationToken, Task<int>> action)
        => command.Runs(async (run, cancellationToken) =>
        {
            var storage = Database.Open(run);
            await using (storage.ConfigureAwait(false))
            {
                return await action(storage, run, cancellationToken).ConfigureAwait(false);
            }
        });
}
