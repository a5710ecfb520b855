using System.CommandLine;
using Lti.Storage.PostgreSql;
using Lti.Storage.PostgreSql.Internal.Connections;

namespace Lti.Storage.Cli.Connecting;

/// <summary>Opens the database that the command works with.</summary>
internal static class Database
{
    /// <summary>Creates the storage. Sends nothing to the server.</summary>
    /// <exception cref="RefusedException">No database is named.</exception>
    public static PostgreSqlLtiStorage Open(CommandRun run, LtiStorageOptions? options = null) => new(
        new PostgreSqlStorageOptions
        {
            ConnectionString = ConnectionChoice.Find(run.Arguments, run.Host).Text,
            Schema = run.Schema,

            // The tool sends each statement a few times only, and unprepared ones work through any pooler.
            PrepareStatements = false,
        },
        options,
        loggerFactory: new WarningLoggerFactory(run.Screen));

    /// <summary>Writes to standard error which database the command uses and which setting names it.</summary>
    public static void Announce(CommandRun run)
    {
        if (Describe(run.Arguments, run.Host) is { } database)
        {
            run.Screen.Line($"Using {database}, schema '{run.Schema}'.");
        }
    }

    /// <summary>Describes the database and the setting that names it; null if no database is named.</summary>
    public static string? Describe(ParseResult arguments, ToolHost host)
    {
        try
        {
            var choice = ConnectionChoice.Find(arguments, host);
            return $"{Describe(choice.Text, name => host.Variables[name])} (from {choice.Source})";
        }
        catch (RefusedException)
        {
            return null;
        }
    }

    private static string Describe(string text, Func<string, string?> readVariable)
    {
        try
        {
            return DatabaseName.Describe(ConnectionText.Parse(text, readVariable).Builder, readVariable);
        }
        catch (ArgumentException)
        {
            // The library refuses such a text when the storage is opened and says why.
            return "the connection string";
        }
    }
}
