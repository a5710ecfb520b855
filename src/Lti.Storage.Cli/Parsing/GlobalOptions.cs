using System.CommandLine;
using Lti.Storage.PostgreSql;

namespace Lti.Storage.Cli.Parsing;

/// <summary>Options that every command takes, before or after its name.</summary>
internal static class GlobalOptions
{
    public static Option<string?> Connection { get; } = new("--connection")
    {
        Description = "The database: a postgresql:// URI, Npgsql's form (Host=…;Username=…), "
            + "or 'Data Source=lti.db' for an SQLite file. "
            + "Other users of this machine can read it in the list of processes. Prefer DATABASE_URL.",
        HelpName = "text",
        Recursive = true,
    };

    public static Option<string> Schema { get; } = new("--schema")
    {
        Description = "The schema of PostgreSQL that holds the tables.",
        HelpName = "name",
        Recursive = true,
        DefaultValueFactory = _ => PostgreSqlStorageOptions.DefaultSchema,
    };

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print JSON for scripts: one object per line.",
        Recursive = true,
    };

    public static Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Name the database on standard error, and print the server's whole error after a failure. It may hold stored values.",
        Recursive = true,
    };
}
