namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>Checks that the tables exist and are ordinary, logged tables.</summary>
/// <remarks>A crash empties an unlogged table, and used nonces could be used again.</remarks>
internal sealed class TablesCheck : ICheck<ExaminedDatabase>
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
                findings.Add(Finding.Problem(
                    $"The table {expected} is missing, though its migration was applied.",
                    "Restore it, or apply the SQL of lti-storage migrate --script, which creates an empty one."));
            }
            else if (!found.IsOrdinary)
            {
                findings.Add(Finding.Problem(
                    $"{expected} is not an ordinary, logged table.",
                    $"If it is unlogged: ALTER TABLE {expected} SET LOGGED. "
                        + "A view, a partitioned or a foreign table can't keep the contract's rules."));
            }
        }

        return findings.Count == 0 ? [Finding.Ok($"All {ExpectedTables.Tables.Count} exist and are logged.")] : findings;
    }
}
