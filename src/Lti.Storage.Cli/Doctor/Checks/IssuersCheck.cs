namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>Finds issuers, client IDs and deployment IDs that a launch is unlikely to match.</summary>
internal sealed class IssuersCheck : ICheck
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
            row => Finding.Warning(
                $"The issuers '{row.GetString(0)}' and '{row.GetString(1)}' differ only by a final slash, by case or by space.",
                "A launch finds a client by the exact issuer. Keep the one that the platform sends. "
                    + "Correct or remove the other with lti-storage clients update or clients remove."),
            cancellationToken).ConfigureAwait(false);
        var clientIds = await database.ReadAsync(
            $"""
            SELECT iss, min(client_id COLLATE "C"), max(client_id COLLATE "C") FROM {database.QuotedSchema}.clients
            GROUP BY iss, lower(regexp_replace(client_id, '^\s+|\s+$', '', 'g'))
            HAVING count(DISTINCT client_id) > 1
            ORDER BY 1, 2 LIMIT {MostFindings}
            """,
            row => Finding.Warning(
                $"The client IDs '{row.GetString(1)}' and '{row.GetString(2)}' of the issuer '{row.GetString(0)}' "
                    + "differ only by case or by space.",
                "A launch finds a client by the exact client ID. Keep the one that the platform sends. "
                    + "Correct or remove the other with lti-storage clients update or clients remove."),
            cancellationToken).ConfigureAwait(false);
        var deploymentIds = await database.ReadAsync(
            $"""
            SELECT client_id::text, min(deployment_id COLLATE "C"), max(deployment_id COLLATE "C") FROM {database.QuotedSchema}.deployments
            GROUP BY client_id, lower(regexp_replace(deployment_id, '^\s+|\s+$', '', 'g'))
            HAVING count(DISTINCT deployment_id) > 1
            ORDER BY 1, 2 LIMIT {MostFindings}
            """,
            row => Finding.Warning(
                $"The deployment IDs '{row.GetString(1)}' and '{row.GetString(2)}' of client {row.GetString(0)} "
                    + "differ only by case or by space.",
                "A launch finds a deployment by the exact deployment ID. Keep the one that the platform sends. "
                    + "Correct or remove the other with lti-storage deployments update or deployments remove."),
            cancellationToken).ConfigureAwait(false);
        var spaces = await database.ReadAsync(
            $"""
            SELECT id::text, iss ~ '^\s|\s$' FROM {database.QuotedSchema}.clients
            WHERE iss ~ '^\s|\s$' OR client_id ~ '^\s|\s$'
            ORDER BY id LIMIT {MostFindings}
            """,
            row => Space(
                row.GetBoolean(1) ? "issuer" : "client ID", $"client {row.GetString(0)}", "Correct it with lti-storage clients update."),
            cancellationToken).ConfigureAwait(false);
        var deployments = await database.ReadAsync(
            $"""
            SELECT id::text, client_id::text FROM {database.QuotedSchema}.deployments
            WHERE deployment_id ~ '^\s|\s$'
            ORDER BY id LIMIT {MostFindings}
            """,
            row => Space(
                "deployment ID",
                $"deployment {row.GetString(0)} of client {row.GetString(1)}",
                "Correct it with lti-storage deployments update."),
            cancellationToken).ConfigureAwait(false);
        List<Finding> findings = [.. twins, .. clientIds, .. deploymentIds, .. spaces, .. deployments];
        return findings.Count == 0
            ? [Finding.Ok("No two issuers, client IDs or deployment IDs differ only by case, by space or by a final slash.")]
            : findings;
    }

    private static Finding Space(string value, string owner, string advice)
        => Finding.Warning($"The {value} of the {owner} begins or ends with space. A launch without the space does not match it.", advice);
}
