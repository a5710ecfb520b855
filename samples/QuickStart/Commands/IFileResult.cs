namespace QuickStart.Commands;

/// <summary>What became of one file.</summary>
internal interface IFileResult
{
    bool IsAsExpected { get; }

    /// <summary>One cell for each of the player's columns.</summary>
    IReadOnlyList<string> Cells { get; }
}
