namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>Checks indexes by their definitions. A missing unique index breaks a rule; another one costs speed.</summary>
internal sealed class IndexesCheck : ICheck<ExaminedDatabase>
{
    public string Name => "indexes";

    public bool NeedsTables => true;

    public async Task<IReadOnlyList<Finding>> FindAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        // A table without any index has a row too. The tables check reports missing tables.
        var there = await database.ReadAsync(
            """
            SELECT relation.relname, coalesce(entry.relname, ''), coalesce(indisvalid AND indisready, false), coalesce(indisunique, false),
                coalesce(regexp_replace(pg_get_indexdef(indexrelid), '^.* USING ', ''), '')
            FROM pg_class AS relation
            JOIN pg_namespace ON pg_namespace.oid = relation.relnamespace
            LEFT JOIN pg_index ON indrelid = relation.oid
            LEFT JOIN pg_class AS entry ON entry.oid = indexrelid
            WHERE nspname = $1 AND relation.relkind = 'r'
            """,
            row => new FoundIndex(row.GetString(0), row.GetString(1), row.GetString(4), row.GetBoolean(2), row.GetBoolean(3)),
            cancellationToken).ConfigureAwait(false);
        List<Finding> findings = [.. ExpectedTables.Indexes
            .Where(expected => there.Exists(found => found.Table == expected.Table))
            .Select(expected => Find(expected, there))
            .OfType<Finding>()];
        return findings.Count == 0 ? [Finding.Ok($"All {ExpectedTables.Indexes.Count} exist and are valid.")] : findings;
    }

    /// <summary>Returns the finding about one index; null if there is none.</summary>
    private static Finding? Find(ExpectedIndex expected, List<FoundIndex> there)
    {
        var alike = there.FindAll(found => found.Is(expected));
        if (alike.Exists(found => found.IsValid))
        {
            return null;
        }

        if (alike is [var broken, ..])
        {
            return Of(expected, $"The index {broken.Name} of {expected.Table} is invalid", broken.Name);
        }

        return there.Exists(found => found.Name == expected.Name)
            ? Of(expected, $"The index {expected.Name} of {expected.Table} has another definition than the library's", expected.Name)
            : Of(expected, $"The index {expected.Name} of {expected.Table} is missing", obstacle: null);
    }

    private static Finding Of(ExpectedIndex expected, string message, string? obstacle) => expected.IsUnique
        ? Finding.Problem($"{message}. Duplicates are possible, and writes fail.", expected.Remedy(obstacle))
        : Finding.Warning($"{message}. Queries that need it are slow.", expected.Remedy(obstacle));
}
