namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>Ordinary tables: what an unlogged one holds is gone after a crash, so that a used nonce is as good as new.</summary>
internal sealed class TablesCheck : ICheck
{
    public string Name => "tables";

    public bool NeedsTables => true;

    public async Task<IReadOnlyList<Finding>> FindAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        var there = await database.ReadAsync(
            """
            SELECT relname, relkind = 'r' AND relpersistence = 'p'
            FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
            WHERE nspname = $1 AND relkind IN ('r', 'p', 'v', 'm', 'f')
            """,
            row => (Name: row.GetString(0), IsOrdinary: row.GetBoolean(1)),
            cancellationToken).ConfigureAwait(false);
        List<Finding> findings = [];
        foreach (var expected in ExpectedTables.Tables)
        {
            var found = there.FirstOrDefault(table => table.Name == expected);
            if (found.Name is null)
            {
                findings.Add(Finding.Problem($"The table {expected} is missing, though its migration was applied.", "Restore it, or apply what lti-storage migrate --script prints: it makes what is missing, empty."));
            }
            else if (!found.IsOrdinary)
            {
                findings.Add(Finding.Problem($"{expected} is no ordinary, logged table.", $"Make it one: ALTER TABLE {expected} SET LOGGED, if it is unlogged. A view, a partitioned or a foreign table can't keep the rules."));
            }
        }

        return findings.Count == 0 ? [Finding.Ok($"All {ExpectedTables.Tables.Count} are there and logged.")] : findings;
    }
}
