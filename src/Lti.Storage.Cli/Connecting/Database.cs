using System.CommandLine;
using Lti.Storage.Cli.Parsing;
using Lti.Storage.PostgreSql;
using Lti.Storage.PostgreSql.Internal.Connections;

namespace Lti.Storage.Cli.Connecting;

/// <summary>Opens the database that the command works with.</summary>
internal static class Database
{
    /// <summary>Creates the storage. Sends nothing to a server and opens no file. Only a migration creates a missing file.</summary>
    /// <param name="run">The run whose settings name the database.</param>
    /// <param name="options">The options common to all providers, or null for the defaults.</param>
    /// <exception cref="RefusedException">No database is named, or an option does not suit it.</exception>
    public static IDatabase Open(CommandRun run, LtiStorageOptions? options = null)
        => Open(run, ConnectionChoice.Find(run.Arguments, run.Host), SchemaOf(run.Arguments), options);

    /// <summary>Creates the storage of a connection string.</summary>
    /// <param name="run">The run.</param>
    /// <param name="choice">The connection string and the setting that holds it.</param>
    /// <param name="schema">The schema that the operator gave, or null for the default.</param>
    /// <param name="options">The options common to all providers, or null for the defaults.</param>
    public static IDatabase Open(
        CommandRun run, ConnectionChoice choice, string? schema, LtiStorageOptions? options = null)
    {
        var loggers = new WarningLoggerFactory(run.Screen);
        if (SqliteText.Names(choice.Text, run.Host.Folder))
        {
            return schema is null
                ? new SqliteDatabase(SqliteText.Complete(choice.Text, run.Host.Folder), options, loggers)
                : throw new RefusedException("--schema is for PostgreSQL. An SQLite file has no schemas: leave --schema out.");
        }

        if (SqliteText.IsNoConnectionString(choice.Text))
        {
            throw new RefusedException(
                $"{choice.Source} is neither a connection string nor the path of an existing file. "
                    + "Write postgresql://… for PostgreSQL, or 'Data Source=lti.db' for an SQLite file.");
        }

        return new PostgreSqlDatabase(new PostgreSqlLtiStorage(
            new PostgreSqlStorageOptions
            {
                ConnectionString = choice.Text,
                Schema = schema ?? PostgreSqlStorageOptions.DefaultSchema,

                // The tool sends each statement a few times only, and unprepared ones work through any pooler.
                PrepareStatements = false,
            },
            options,
            loggerFactory: loggers));
    }

    /// <summary>Writes to standard error which database the command uses and which setting names it.</summary>
    public static void Announce(CommandRun run)
    {
        try
        {
            var choice = ConnectionChoice.Find(run.Arguments, run.Host);
            run.Screen.Line($"Using {DescribeWithSchema(choice, SchemaOf(run.Arguments), run.Host)}.");
        }
        catch (RefusedException)
        {
            // The command itself reports it.
        }
    }

    /// <summary>Describes a database, the setting that names it and its schema.</summary>
    public static string DescribeWithSchema(ConnectionChoice choice, string? schema, ToolHost host)
        => SqliteText.Names(choice.Text, host.Folder)
            ? Describe(choice, host)
            : $"{Describe(choice, host)}, schema '{schema ?? PostgreSqlStorageOptions.DefaultSchema}'";

    /// <summary>Describes the database and the setting that names it; null if no database is named.</summary>
    public static string? Describe(ParseResult arguments, ToolHost host)
    {
        try
        {
            return Describe(ConnectionChoice.Find(arguments, host), host);
        }
        catch (RefusedException)
        {
            return null;
        }
    }

    /// <summary>Describes a database and the setting that names it.</summary>
    public static string Describe(ConnectionChoice choice, ToolHost host) => $"{NameOf(choice.Text, host)} (from {choice.Source})";

    /// <summary>Returns the schema that the operator gave; null if the option was left out.</summary>
    public static string? SchemaOf(ParseResult arguments)
        => arguments.GetResult(GlobalOptions.Schema) is { Implicit: false } ? arguments.GetRequiredValue(GlobalOptions.Schema) : null;

    private static string NameOf(string text, ToolHost host)
    {
        const string Unknown = "the connection string";
        if (SqliteText.Names(text, host.Folder))
        {
            return SqliteText.PathOf(SqliteText.Complete(text, host.Folder)) is { } path ? $"the file {path}" : Unknown;
        }

        try
        {
            string? Read(string name) => host.Variables[name];
            return DatabaseName.Describe(ConnectionText.Parse(text, Read).Builder, Read);
        }
        catch (ArgumentException)
        {
            // The library refuses such a text when the storage is opened and says why.
            return Unknown;
        }
    }
}
