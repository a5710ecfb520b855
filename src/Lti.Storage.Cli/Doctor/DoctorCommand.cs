using System.CommandLine;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;
using Lti.Storage.PostgreSql;

namespace Lti.Storage.Cli.Doctor;

/// <summary><c>doctor</c>.</summary>
internal static class DoctorCommand
{
    private static readonly Option<int?> _nodes = Inputs.Number("--nodes", "How many programs with this connection string share the database; 1 if not given.", 1, 10_000);
    private static readonly Option<bool> _strict = Inputs.Flag("--strict", "Exit with 1 for warnings too.");

    public static Command Create() => new ToolCommand(
        "doctor",
        "Looks at the database and its server, says what is wrong and what to do about it, and changes nothing. Exits with 1 where there is a problem.",
        "doctor",
        "doctor --nodes 4 --strict",
        "doctor --json | jq -c 'select(.status != \"ok\")'")
    {
        _nodes,
        _strict,
    }.RunsOnStorage(RunAsync);

    private static async Task<int> RunAsync(PostgreSqlLtiStorage storage, CommandRun run, CancellationToken cancellationToken)
    {
        // Before there is a connection to hold: the pool may have one only.
        var schema = await ExaminedSchema.ReadAsync(storage.Schema, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<FindingShape> findings;
        var connection = await storage.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var database = new ExaminedDatabase(connection, schema, run.Value(_nodes) ?? 1);
            findings = await new Examination(database).RunAsync(cancellationToken).ConfigureAwait(false);
        }

        FindingReport.Write(findings, run.Output);
        var tolerated = run.Value(_strict) ? FindingStatus.Ok : FindingStatus.Warning;
        return findings.Any(finding => finding.Status > tolerated) ? ExitCode.No : ExitCode.Done;
    }
}
