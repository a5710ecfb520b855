using System.Data.Common;

namespace Lti.Storage.Cli.Connecting;

/// <summary>A database that the tool has opened: a schema of a PostgreSQL database, or an SQLite file.</summary>
internal interface IDatabase : IAsyncDisposable
{
    ILtiStorage Storage { get; }

    IStorageSchema Schema { get; }

    /// <summary>The name of the schema in JSON. SQLite's own name is <c>main</c>.</summary>
    string SchemaName { get; }

    /// <summary>Names the schema at the beginning of a sentence, such as <c>The schema 'public'</c>.</summary>
    string SchemaTitle { get; }

    /// <summary>Cleans up and reports the counts after each batch.</summary>
    ValueTask<CleanupResult> CleanupAsync(IProgress<CleanupResult> progress, CancellationToken cancellationToken);

    /// <summary>Applies the missing migrations.</summary>
    /// <param name="stepApplied">Called after each step that stays if a later one fails.</param>
    /// <param name="cancellationToken">Stops the wait. The running step is rolled back.</param>
    Task<IReadOnlyList<int>> MigrateAsync(Action stepApplied, CancellationToken cancellationToken);

    /// <summary>Runs a query on a connection of its own.</summary>
    /// <param name="query">The query.</param>
    /// <param name="row">Reads one row.</param>
    /// <param name="values">The values of <c>$1</c>, <c>$2</c> and so on.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<T>> ReadAsync<T>(
        Query query, Func<DbDataReader, T> row, IReadOnlyList<string> values, CancellationToken cancellationToken);
}
