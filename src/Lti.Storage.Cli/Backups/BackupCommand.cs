using System.CommandLine;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;

namespace Lti.Storage.Cli.Backups;

/// <summary>The command <c>backup</c>.</summary>
internal static class BackupCommand
{
    private static readonly Argument<string> _file = new("file") { Description = "The path of the new file. It must not exist." };

    public static Command Create() => new ToolCommand(
        "backup",
        "Copies an SQLite file while programs use it, and checks the copy. PostgreSQL has pg_dump for this.",
        "backup lti-backup.db",
        "backup /var/backups/lti-2027-01-31.db --json")
    {
        _file,
    }.Reads(RunAsync);

    private static async Task<int> RunAsync(IDatabase database, CommandRun run, CancellationToken cancellationToken)
    {
        if (database is not SqliteDatabase file)
        {
            throw new RefusedException(
                "backup is for SQLite files. Back a PostgreSQL database up with pg_dump --format=custom, and restore it with pg_restore.");
        }

        var path = Path.GetFullPath(run.Value(_file), run.Host.Folder);
        var bytes = await new FileBackup(file, path).RunAsync(cancellationToken).ConfigureAwait(false);
        run.Output.Write(
            new(path, bytes),
            BackupJson.Default.BackupShape,
            text => text.Line($"Wrote {Count.Of(bytes, "byte")} to {path} and checked them."));
        return ExitCode.Done;
    }
}
