namespace QuickStart.Commands;

/// <summary>What a command does with each file of a folder.</summary>
internal interface IFilePlayer
{
    /// <summary>The heads of the columns, the last of them of free text.</summary>
    static abstract IReadOnlyList<string> Columns { get; }

    Task<IFileResult> RunAsync(string file, CancellationToken cancellationToken);
}
