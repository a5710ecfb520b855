using Lti.Storage.Cli.Doctor.Checks;

namespace Lti.Storage.Cli.Doctor.FileChecks;

/// <summary>Counts the clients and deployments whose launches are refused. That is in order, and the operator should know it.</summary>
internal sealed class FileStatusCheck : ICheck<ExaminedFile>
{
    private const string Find = """
        SELECT
            (SELECT count(*) FROM clients WHERE NOT is_enabled),
            count(*) FILTER (WHERE status = 1),
            count(*) FILTER (WHERE status NOT IN (0, 1))
        FROM deployments
        """;

    public string Name => "status";

    public bool NeedsTables => true;

    public Task<IReadOnlyList<Finding>> FindAsync(ExaminedFile database, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<Finding>>(
            database.Read(Find, static row => StatusFinding.Of(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2))));
}
