namespace Lti.Storage.Cli.Connecting;

/// <summary>Translates the library's messages: the tool's commands and options replace the names of the library's API.</summary>
internal static class LibraryMessage
{
    private const string OptionName = "ConnectionString: ";

    // Longer phrases come first because each is replaced where it stands.
    private static readonly (string Library, string Tool)[] _words =
    [
        ("Set SchemaOnStart to Migrate, or have the database administrator apply PostgreSqlSchema.Script.",
            "Run lti-storage migrate, or have the database administrator apply the SQL of lti-storage migrate --script."),
        ("Migrate the schema: set SchemaOnStart to Migrate, or apply PostgreSqlSchema.Script by hand.",
            "Run lti-storage migrate, or look for the right --schema."),
        ("apply PostgreSqlSchema.Script", "apply the SQL of lti-storage migrate --script"),
        ("Set SchemaOnStart to Migrate, or call MigrateAsync.", "Run lti-storage migrate."),
        ("Restore it if it was deleted. A new one is created by a start of the host or by SqliteLtiStorage.StartAsync.",
            "Restore it if it was deleted, or create a new one with lti-storage migrate."),
        ("End its transaction, or raise the option LockTimeout.", "End its transaction, or run the command again."),
        ("Use the package Lti.Storage.InMemory, or the path of a temporary file.", "Give the path of a file."),
        ("Choose a schema of its own with the option Schema.", "Choose a schema of its own with --schema."),
        ("the option CommandTimeout (Command Timeout in the connection string)", "Command Timeout in the connection string"),
        ("the option MaxPoolSize (Maximum Pool Size in the connection string)", "Maximum Pool Size in the connection string"),
        ("Update that one, or save the launch configuration, which creates or updates.", "Change it with lti-storage clients update."),
        ("Update that one, or ensure the deployment, which returns what is there.", "lti-storage deployments list shows it."),
        ("If the platform has moved, update the client, or save with ExistingEndpoints.Replace.",
            "If the platform has moved, change it with lti-storage clients update."),
        ("Update the library.", "Update lti-storage."),
        (OptionName, ""),
    ];

    /// <summary>Describes a failure of the database.</summary>
    /// <param name="e">The library's exception.</param>
    /// <param name="database">The database and the setting that names it; null if no database is named.</param>
    public static string Describe(Exception e, string? database) => e is LtiStorageUnavailableException { Outcome: LtiWorkOutcome.Unknown }
        ? BrokenOff(database, InToolWords(e.Message))
        : Unusable(database, InToolWords(e.Message));

    /// <summary>Says that the database can't be used and why.</summary>
    public static string Unusable(string? database, string reason) => $"{Capitalized(database)} can't be used: {reason}";

    /// <summary>Says that work on the database broke off and why. A part of it may be done.</summary>
    public static string BrokenOff(string? database, string reason) => $"{Capitalized(database)} broke off: {reason}";

    /// <summary>Limits the library's words about a failed step to this step.</summary>
    public static string OfStep(string message)
        => message.Replace("othing was changed", "othing was changed by this step", StringComparison.Ordinal);

    public static string InToolWords(string message)
        => _words.Aggregate(message, (text, word) => text.Replace(word.Library, word.Tool, StringComparison.Ordinal));

    private static string Capitalized(string? database) => database is null ? "The database" : $"T{database[1..]}";
}
