using Lti.Storage.Cli.Output;

namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>Counts the clients and deployments whose launches are refused. That is in order, and the operator should know it.</summary>
internal sealed class StatusCheck : ICheck
{
    private const string Advice
        = "Run lti-storage deployments list --status pending, then lti-storage deployments approve for each that you accept.";

    public string Name => "status";

    public bool NeedsTables => true;

    public async Task<IReadOnlyList<Finding>> FindAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        var (clients, pending, disabled) = await database.ReadOneAsync(
            $"""
            SELECT
                (SELECT count(*) FROM {database.QuotedSchema}.clients WHERE NOT enabled),
                count(*) FILTER (WHERE status = 'pending'),
                count(*) FILTER (WHERE status = 'disabled')
            FROM {database.QuotedSchema}.deployments
            """,
            row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)),
            cancellationToken).ConfigureAwait(false);
        return
        [
            clients + pending + disabled == 0
                ? Finding.Ok("Every client is enabled, and every deployment is active.")
                : new Finding(
                    FindingStatus.Ok,
                    $"Launches of {Count.Of(pending, "pending deployment")}, {Count.Of(disabled, "disabled deployment")} "
                        + $"and {Count.Of(clients, "disabled client")} are refused.",
                    pending > 0 ? Advice : null),
        ];
    }
}
