namespace QuickStart.Commands;

/// <summary>Plays one file of a folder.</summary>
internal interface IFilePlayer
{
    /// <summary>The column headings. The last column holds free text.</summary>
    static abstract IReadOnlyList<string> Columns { get; }

    Task<IFileResult> RunAsync(string file, CancellationToken cancellationToken);
}
