using Lti.Storage.Cli.Doctor.Checks;
using Npgsql;

namespace Lti.Storage.Cli.Doctor;

/// <summary>Runs all checks, one after the other.</summary>
internal sealed class Examination(ExaminedDatabase database)
{
    private static readonly ICheck[] _checks =
    [
        new ServerCheck(),
        new PoolerCheck(),
        new EncodingCheck(),
        new SchemaCheck(),
        new ForkTablesCheck(),
        new TablesCheck(),
        new RightsCheck(),
        new IndexesCheck(),
        new TriggersCheck(),
        new ConnectionsCheck(),
        new LockTimeoutCheck(),
        new ClockCheck(TimeProvider.System),
        new CommitCheck(),
        new FsyncCheck(),
        new ServerLogCheck(),
        new ExpiredRowsCheck(),
        new IssuersCheck(),
        new StatusCheck(),
    ];

    public async Task<IReadOnlyList<FindingShape>> RunAsync(CancellationToken cancellationToken)
    {
        List<FindingShape> findings = [];
        foreach (var check in _checks.Where(check => database.Schema.HasTables || !check.NeedsTables))
        {
            var found = await FindAsync(check, cancellationToken).ConfigureAwait(false);
            findings.AddRange(found.Select(finding => new FindingShape(check.Name, finding.Status, finding.Message, finding.Advice)));
        }

        return findings;
    }

    /// <summary>Runs one check. A query that the server refuses is a finding, and the other checks go on.</summary>
    private async Task<IReadOnlyList<Finding>> FindAsync(ICheck check, CancellationToken cancellationToken)
    {
        try
        {
            return await check.FindAsync(database, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.InvariantSeverity == "ERROR")
        {
            return [Finding.Warning(
                $"Not checked: the server refused with SQLSTATE {e.SqlState}, {e.MessageText}.",
                e.SqlState == PostgresErrorCodes.InsufficientPrivilege
                    ? "Run the doctor as a user with the right to read it."
                    : "Mend the other findings first.")];
        }
    }
}
