using Lti.Storage.Cli.Doctor.Checks;
using Npgsql;

namespace Lti.Storage.Cli.Doctor;

/// <summary>All checks, one after the other.</summary>
internal sealed class Examination(ExaminedDatabase database)
{
    private static readonly ICheck[] _checks =
    [
        new ServerCheck(),
        new PoolerCheck(),
        new SchemaCheck(),
        new ForkTablesCheck(),
        new TablesCheck(),
        new RightsCheck(),
        new IndexesCheck(),
        new TriggersCheck(),
        new ConnectionsCheck(),
        new ClockCheck(TimeProvider.System),
        new CommitCheck(),
        new FsyncCheck(),
        new ExpiredRowsCheck(),
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

    /// <summary>What the server refuses to tell is a finding too, and no reason to end.</summary>
    private async Task<IReadOnlyList<Finding>> FindAsync(ICheck check, CancellationToken cancellationToken)
    {
        try
        {
            return await check.FindAsync(database, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.InvariantSeverity == "ERROR")
        {
            return [Finding.Warning(
                $"Not checked: the server refused with SQLSTATE {e.SqlState}.",
                e.SqlState == PostgresErrorCodes.InsufficientPrivilege ? "Run the doctor as a user who may read what it looks at." : "See to the other findings first.")];
        }
    }
}
