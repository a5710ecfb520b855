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
                "Add it again without the space, and remove this one."),
            cancellationToken).ConfigureAwait(false);
        List<Finding> findings = [.. twins, .. spaces, .. deployments];
        return findings.Count == 0 ? [Finding.Ok("No two issuers differ only by a final slash, by case or by space.")] : findings;
    }

    private static Finding Space(string value, string owner, string advice)
        => Finding.Warning($"The {value} of the {owner} begins or ends with space. A launch without the space does not match it.", advice);
}
