namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>The triggers that tell caches on other nodes of changes.</summary>
internal sealed class TriggersCheck : ICheck
{
    public string Name => "triggers";

    public bool NeedsTables => true;

    public async Task<IReadOnlyList<Finding>> FindAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        // A replica's trigger does not fire for what programs write; one that is always on does.
        var there = await database.ReadAsync(
            """
            SELECT relname, tgname FROM pg_trigger
            JOIN pg_class ON pg_class.oid = tgrelid
            JOIN pg_namespace ON pg_namespace.oid = relnamespace
            WHERE nspname = $1 AND NOT tgisinternal AND tgenabled IN ('O', 'A')
            """,
            row => (Table: row.GetString(0), Trigger: row.GetString(1)),
            cancellationToken).ConfigureAwait(false);
        List<string> lacks = [.. ExpectedTables.Triggers.Except(there).Select(expected => $"{expected.Trigger} on {expected.Table}")];
        return lacks.Count == 0
            ? [Finding.Ok($"All {ExpectedTables.Triggers.Count} are there and enabled.")]
            : [Finding.Warning(
                $"Missing or disabled: {string.Join(", ", lacks)}. Caches on other nodes don't hear of what these tell.",
                "Enable what is disabled (ALTER TABLE … ENABLE ALWAYS TRIGGER …); what lti-storage migrate --script prints makes what is missing.")];
    }
}
