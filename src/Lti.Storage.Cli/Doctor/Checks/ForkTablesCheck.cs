namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>Looks for the tables of the ported system's fork, which the library does not read.</summary>
internal sealed class ForkTablesCheck : ICheck<ExaminedDatabase>
{
    private const string Find = """
        SELECT count(*)::integer FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE nspname = $1 AND relname = 'lti_clients' AND relkind IN ('r', 'p')
        """;

    public string Name => "fork";

    public bool NeedsTables => false;

    public async Task<IReadOnlyList<Finding>> FindAsync(ExaminedDatabase database, CancellationToken cancellationToken)
        => await database.ReadOneAsync(Find, row => row.GetInt32(0), cancellationToken).ConfigureAwait(false) == 0
            ? []
            : [Finding.Warning(
                "The schema has the table lti_clients of the ported system's fork, which this library does not read.",
                "Copy its rows as docs/how-to/moving-over.md shows, then drop the fork's tables.")];
}
