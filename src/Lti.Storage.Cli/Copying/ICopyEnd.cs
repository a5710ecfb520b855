namespace Lti.Storage.Cli.Copying;

/// <summary>The source or the target of a copy, over one connection.</summary>
/// <remarks>Each call throws an <see cref="UnusableException"/> if the database can't be used.</remarks>
internal interface ICopyEnd : IAsyncDisposable
{
    /// <summary>Freezes the time and the rows that the calls read. The source has one state for the whole copy.</summary>
    Task BeginSnapshotAsync(CancellationToken cancellationToken);

    /// <summary>Reads the unexpired rows that follow a row, at most a page of them.</summary>
    /// <param name="table">The table.</param>
    /// <param name="after">The last row of the page before; null at the beginning.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    Task<IReadOnlyList<CopiedRow>> ReadPageAsync(CopiedTable table, CopiedRow? after, CancellationToken cancellationToken);

    /// <summary>Finds the rows with the keys of others, expired or not, in any order.</summary>
    Task<IReadOnlyList<CopiedRow>> FindAsync(CopiedTable table, IReadOnlyList<CopiedRow> rows, CancellationToken cancellationToken);

    /// <summary>Adds rows in one transaction, as <see cref="TableStatements.Write"/> says.</summary>
    /// <returns>The number of rows that were added or changed.</returns>
    /// <exception cref="AnswerException">A row collides with one that has another key.</exception>
    Task<int> WriteAsync(CopiedTable table, IReadOnlyList<CopiedRow> rows, CancellationToken cancellationToken);
}
