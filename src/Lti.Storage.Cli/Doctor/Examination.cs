using Lti.Storage.Cli.Doctor.Checks;

namespace Lti.Storage.Cli.Doctor;

/// <summary>Runs checks, one after the other.</summary>
/// <param name="database">The database.</param>
/// <param name="hasTables">Whether checks that read tables can run.</param>
/// <param name="describe">
/// Turns an error of a check into a finding, so that the other checks go on; null if the error ends the run.
/// </param>
internal sealed class Examination<TExamined>(TExamined database, bool hasTables, Func<Exception, Finding?> describe)
{
    public async Task<IReadOnlyList<FindingShape>> RunAsync(
        IEnumerable<ICheck<TExamined>> checks, CancellationToken cancellationToken)
    {
        List<FindingShape> findings = [];
        foreach (var check in checks.Where(check => hasTables || !check.NeedsTables))
        {
            var found = await FindAsync(check, cancellationToken).ConfigureAwait(false);
            findings.AddRange(found.Select(finding => new FindingShape(check.Name, finding.Status, finding.Message, finding.Advice)));
        }

        return findings;
    }

    private async Task<IReadOnlyList<Finding>> FindAsync(ICheck<TExamined> check, CancellationToken cancellationToken)
    {
        try
        {
            return await check.FindAsync(database, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (describe(e) is { } finding)
        {
            return [finding];
        }
    }
}
