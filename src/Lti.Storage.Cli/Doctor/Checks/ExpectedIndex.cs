namespace Lti.Storage.Cli.Doctor.Checks;

/// <param name="Table">Its table.</param>
/// <param name="Name">Its name. An index of another name and the same definition serves as well.</param>
/// <param name="Definition">Its definition, as PostgreSQL writes it after <c>USING</c>.</param>
/// <param name="IsUnique">Whether a rule of the contract depends on it.</param>
internal sealed record ExpectedIndex(string Table, string Name, string Definition, bool IsUnique)
{
    private bool IsPrimaryKey => Name.EndsWith("_pkey", StringComparison.Ordinal);

    /// <summary>Returns the SQL or the command that makes the index.</summary>
    /// <param name="obstacle">An index of the same name to drop first; null if there is none.</param>
    public string Remedy(string? obstacle)
    {
        var drop = obstacle is null ? ""
            : IsPrimaryKey ? $"First: ALTER TABLE {Table} DROP CONSTRAINT {obstacle}. "
            : $"First: DROP INDEX {obstacle}. ";
        return drop + (IsPrimaryKey
            ? $"ALTER TABLE {Table} ADD PRIMARY KEY {Definition["btree ".Length..]}."
            : "Apply the SQL of lti-storage migrate --script, which creates missing indexes. "
                + "On a large table use CREATE INDEX CONCURRENTLY, as docs/reference/postgresql.md says.");
    }
}
