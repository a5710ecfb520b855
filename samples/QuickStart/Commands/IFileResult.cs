namespace QuickStart.Commands;

/// <summary>The result of one file.</summary>
internal interface IFileResult
{
    bool IsAsExpected { get; }

    /// <summary>The cells of the row, one per column.</summary>
    IReadOnlyList<string> Cells { get; }
}
