namespace Lti.Storage.Cli.Connecting;

/// <summary>What the library says, with this tool's commands where it names its own API.</summary>
internal static class LibraryMessage
{
    // Longer phrases first: each is replaced where it stands.
    private static readonly (string Library, string Tool)[] _words =
    [
        ("Set SchemaOnStart to Migrate, or have the database administrator apply PostgreSqlSchema.Script.", "Run lti-storage migrate, or have the database administrator apply what lti-storage migrate --script prints."),
        ("Migrate the schema: set SchemaOnStart to Migrate, or apply PostgreSqlSchema.Script by hand.", "Run lti-storage migrate, or look for the right --schema."),
        ("apply PostgreSqlSchema.Script", "apply what lti-storage migrate --script prints"),
        ("Choose a schema of its own with the option Schema.", "Choose a schema of its own with --schema."),
        ("the option CommandTimeout (Command Timeout in the connection string)", "Command Timeout in the connection string"),
        ("the option MaxPoolSize (Maximum Pool Size in the connection string)", "Maximum Pool Size in the connection string"),
        ("Update that one, or save the launch configuration, which creates or updates.", "Change it with lti-storage clients update."),
        ("Update that one, or ensure the deployment, which returns what is there.", "lti-storage deployments list shows it."),
        ("Update the library.", "Update lti-storage."),
        ("ConnectionString: ", ""),
    ];

    public static string Describe(Exception e)
        => $"{(e is LtiStorageUnavailableException { Outcome: LtiWorkOutcome.Unknown } ? "The database broke off" : "The database can't be used")}: {InToolWords(e.Message)}";

    public static string InToolWords(string message) => _words.Aggregate(message, (text, word) => text.Replace(word.Library, word.Tool, StringComparison.Ordinal));
}
