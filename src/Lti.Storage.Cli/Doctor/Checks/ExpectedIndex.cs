namespace Lti.Storage.Cli.Doctor.Checks;

/// <param name="Table">Its table.</param>
/// <param name="Name">Its name. Another index of the same definition is as good.</param>
/// <param name="Definition">What PostgreSQL writes after <c>USING</c>.</param>
/// <param name="IsUnique">Whether rules of the contract rest on it, and not speed alone.</param>
internal sealed record ExpectedIndex(string Table, string Name, string Definition, bool IsUnique)
{
    private bool IsPrimaryKey => Name.EndsWith("_pkey", StringComparison.Ordinal);

    /// <summary>How to have it, with one of its name out of the way first.</summary>
    public string Remedy(string? obstacle)
    {
        var drop = obstacle is null ? "" : IsPrimaryKey ? $"ALTER TABLE {Table} DROP CONSTRAINT {obstacle}; then " : $"DROP INDEX {obstacle}; then ";
        return drop + (IsPrimaryKey
            ? $"ALTER TABLE {Table} ADD PRIMARY KEY {Definition["btree ".Length..]}."
            : "apply what lti-storage migrate --script prints: it makes what is missing. On a large table use CREATE INDEX CONCURRENTLY, as docs/reference/postgresql.md says.");
    }
}
