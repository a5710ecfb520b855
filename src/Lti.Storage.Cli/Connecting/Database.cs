using Lti.Storage.PostgreSql;

namespace Lti.Storage.Cli.Connecting;

/// <summary>Opens the storage that the command line means.</summary>
internal static class Database
{
    /// <exception cref="RefusedException">No database is named.</exception>
    public static PostgreSqlLtiStorage Open(CommandRun run, LtiStorageOptions? options = null) => new(
        new PostgreSqlStorageOptions
        {
            ConnectionString = ConnectionChoice.Find(run.Arguments),
            Schema = run.Schema,

            // Each statement is sent once or a few times, and so it works behind any pooler.
            PrepareStatements = false,
        },
        options,
        loggerFactory: new WarningLoggerFactory(run.Screen));
}
