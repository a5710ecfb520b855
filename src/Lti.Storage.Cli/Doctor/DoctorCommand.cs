using System.CommandLine;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Doctor.Checks;
using Lti.Storage.Cli.Parsing;
using Lti.Storage.Cli.ToolKeys;

namespace Lti.Storage.Cli.Doctor;

/// <summary>The command <c>doctor</c>.</summary>
internal static class DoctorCommand
{
    private static readonly Option<int?> _nodes = Inputs.Number(
        "--nodes",
        "The number of programs that use the PostgreSQL database with this connection string. [default: 1]",
        1,
        10_000);

    private static readonly Option<bool> _strict = Inputs.Flag("--strict", "Exit with 1 for a warning as well.");

    public static Command Create() => new ToolCommand(
        "doctor",
        "Checks the database with its server or file, and names a remedy for each finding. Changes nothing. "
            + "Exits with 1 if there is a problem.",
        "doctor",
        "doctor --nodes 4 --strict",
        "doctor --data-protection-keys /var/lib/my-tool/keys --application-name my-tool",
        "doctor --json | jq -c 'select(.status != \"ok\")'")
    {
        _nodes,
        _strict,
        KeyExamination.RotateDays,
        ProtectionOptions.Keys,
        ProtectionOptions.ApplicationName,
    }.Writes(RunAsync);

    private static async Task<int> RunAsync(IDatabase database, CommandRun run, CancellationToken cancellationToken)
    {
        var protector = ProtectionOptions.Find(run);
        var findings = database switch
        {
            PostgreSqlDatabase server => await ServerExamination.RunAsync(server, run.Value(_nodes) ?? 1, cancellationToken)
                .ConfigureAwait(false),
            _ => await FileExamination.RunAsync((SqliteDatabase)database, cancellationToken).ConfigureAwait(false),
        };
        findings = [.. findings, .. await KeyExamination.RunAsync(database, run, protector, cancellationToken).ConfigureAwait(false)];
        FindingReport.Write(findings, run.Output);
        var tolerated = run.Value(_strict) ? FindingStatus.Ok : FindingStatus.Warning;
        return findings.Any(finding => finding.Status > tolerated) ? ExitCode.No : ExitCode.Done;
    }
}
