namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>Counts the clients and deployments whose launches are refused. That is in order, and the operator should know it.</summary>
/// <remarks>An unknown status of another program counts as disabled, as the library reads it.</remarks>
internal sealed class StatusCheck : ICheck<ExaminedDatabase>
{
    public string Name => "status";

    public bool NeedsTables => true;

    public async Task<IReadOnlyList<Finding>> FindAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        var (clients, pending, disabled) = await database.ReadOneAsync(
            $"""
            SELECT
                (SELECT count(*) FROM {database.QuotedSchema}.clients WHERE NOT enabled),
                count(*) FILTER (WHERE status = 'pending'),
                count(*) FILTER (WHERE status NOT IN ('active', 'pending'))
            FROM {database.QuotedSchema}.deployments
            """,
            row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)),
            cancellationToken).ConfigureAwait(false);
        return [StatusFinding.Of(clients, pending, disabled)];
    }
}
