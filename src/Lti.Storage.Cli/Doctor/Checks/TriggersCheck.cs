namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>Checks the triggers that notify the caches of other nodes.</summary>
internal sealed class TriggersCheck : ICheck<ExaminedDatabase>
{
    public string Name => "triggers";

    public bool NeedsTables => true;

    public async Task<IReadOnlyList<Finding>> FindAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        // Triggers in the modes O and A fire for the writes of programs.
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
            ? [Finding.Ok($"All {ExpectedTables.Triggers.Count} exist and are enabled.")]
            : [Finding.Warning(
                $"Missing or disabled: {string.Join(", ", lacks)}. Caches of other nodes miss the changes that these report.",
                "Enable disabled ones with ALTER TABLE … ENABLE ALWAYS TRIGGER …. "
                    + "The SQL of lti-storage migrate --script creates missing ones.")];
    }
}
