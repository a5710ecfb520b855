namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>Finds issuers, client IDs and deployment IDs that a launch is unlikely to match.</summary>
internal sealed class IssuersCheck : ICheck<ExaminedDatabase>
{
    private const int MostFindings = 5;

    public string Name => "issuers";

    public bool NeedsTables => true;

    public async Task<IReadOnlyList<Finding>> FindAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        var twins = await database.ReadAsync(
            $"""
            SELECT min(iss COLLATE "C"), max(iss COLLATE "C") FROM {database.QuotedSchema}.clients
            GROUP BY lower(regexp_replace(iss, '^\s+|[/\s]+$', '', 'g'))
            HAVING count(DISTINCT iss) > 1
            ORDER BY 1 LIMIT {MostFindings}
            """,
            row => TwinFindings.OfIssuers(row.GetString(0), row.GetString(1)),
            cancellationToken).ConfigureAwait(false);
        var clientIds = await database.ReadAsync(
            $"""
            SELECT iss, min(client_id COLLATE "C"), max(client_id COLLATE "C") FROM {database.QuotedSchema}.clients
            GROUP BY iss, lower(regexp_replace(client_id, '^\s+|\s+$', '', 'g'))
            HAVING count(DISTINCT client_id) > 1
            ORDER BY 1, 2 LIMIT {MostFindings}
            """,
            row => TwinFindings.OfClientIds(row.GetString(0), row.GetString(1), row.GetString(2)),
            cancellationToken).ConfigureAwait(false);
        var deploymentIds = await database.ReadAsync(
            $"""
            SELECT client_id::text, min(deployment_id COLLATE "C"), max(deployment_id COLLATE "C") FROM {database.QuotedSchema}.deployments
            GROUP BY client_id, lower(regexp_replace(deployment_id, '^\s+|\s+$', '', 'g'))
            HAVING count(DISTINCT deployment_id) > 1
            ORDER BY 1, 2 LIMIT {MostFindings}
            """,
            row => TwinFindings.OfDeploymentIds(row.GetString(0), row.GetString(1), row.GetString(2)),
            cancellationToken).ConfigureAwait(false);
        var spaces = await database.ReadAsync(
            $"""
            SELECT id::text, iss ~ '^\s|\s$' FROM {database.QuotedSchema}.clients
            WHERE iss ~ '^\s|\s$' OR client_id ~ '^\s|\s$'
            ORDER BY id LIMIT {MostFindings}
            """,
            row => TwinFindings.OfSpaceInClient(row.GetString(0), row.GetBoolean(1)),
            cancellationToken).ConfigureAwait(false);
        var deployments = await database.ReadAsync(
            $"""
            SELECT id::text, client_id::text FROM {database.QuotedSchema}.deployments
            WHERE deployment_id ~ '^\s|\s$'
            ORDER BY id LIMIT {MostFindings}
            """,
            row => TwinFindings.OfSpaceInDeployment(row.GetString(0), row.GetString(1)),
            cancellationToken).ConfigureAwait(false);
        return TwinFindings.OrNone([.. twins, .. clientIds, .. deploymentIds, .. spaces, .. deployments]);
    }
}
