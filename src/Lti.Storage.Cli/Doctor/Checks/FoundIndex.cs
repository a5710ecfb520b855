namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>An index of the database.</summary>
internal sealed record FoundIndex(string Table, string Name, string Definition, bool IsValid, bool IsUnique)
{
    /// <summary>Returns whether it serves as the expected index. Its name may differ.</summary>
    public bool Is(ExpectedIndex expected)
        => Table == expected.Table && Definition == expected.Definition && (IsUnique || !expected.IsUnique);
}
