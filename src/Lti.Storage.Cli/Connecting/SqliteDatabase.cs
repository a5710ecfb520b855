using System.Data.Common;
using Lti.Storage.Sqlite;
using Lti.Storage.Sqlite.Internal.Connections;
using Lti.Storage.Sqlite.Internal.Schema;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.Cli.Connecting;

/// <summary>An SQLite file.</summary>
internal sealed class SqliteDatabase : IDatabase
{
    private readonly SqliteLtiStorage _storage;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The connection string can't be used.</exception>
    public SqliteDatabase(string connectionString, LtiStorageOptions? options, ILoggerFactory loggerFactory)
    {
        var settings = new SqliteStorageOptions { ConnectionString = connectionString };
        _storage = new SqliteLtiStorage(settings, options, loggerFactory: loggerFactory);
        File = new DatabaseFile(new SqliteStorageOptions { ConnectionString = connectionString, Opened = AddFunctions });
    }

    /// <summary>Opens connections of the tool's own.</summary>
    public DatabaseFile File { get; }

    public ILtiStorage Storage => _storage;

    public IStorageSchema Schema => _storage;

    public string SchemaName => "main";

    public string SchemaTitle => $"The file {File.Path}";

    public ValueTask<CleanupResult> CleanupAsync(IProgress<CleanupResult> progress, CancellationToken cancellationToken)
        => _storage.CleanupAsync(progress, cancellationToken);

    public async Task<IReadOnlyList<int>> MigrateAsync(Action stepApplied, CancellationToken cancellationToken)
    {
        // All migrations of a file are one transaction.
        var applied = await _storage.MigrateAsync(cancellationToken).ConfigureAwait(false);
        if (applied.Count > 0)
        {
            stepApplied();
        }

        return applied;
    }

    public Task<IReadOnlyList<T>> ReadAsync<T>(
        Query query, Func<DbDataReader, T> row, IReadOnlyList<string> values, CancellationToken cancellationToken)
        => Task.Run<IReadOnlyList<T>>(
            () =>
            {
                using var connection = File.OpenReader();
                return Guarded(() =>
                {
                    List<T> rows = [];
                    using var reader = connection.Read(query.Sqlite, [.. values]);
                    while (reader.Read())
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        rows.Add(row(reader));
                    }

                    return rows;
                });
            },
            cancellationToken);

    /// <summary>Runs work on a connection and describes its failure as the library does.</summary>
    /// <param name="work">The work.</param>
    /// <param name="outcome">Whether the work may have happened if it fails.</param>
    /// <exception cref="LtiStorageException">The work failed.</exception>
    public T Guarded<T>(Func<T> work, LtiWorkOutcome outcome = LtiWorkOutcome.NotApplied)
    {
        try
        {
            return work();
        }
        catch (SqliteException e)
        {
            throw Lti.Storage.Sqlite.Internal.Connections.Failure.ToException(e, File.Path, outcome);
        }
    }

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    private static void AddFunctions(SqliteConnection connection)
        => connection.CreateFunction("near", (string text) => text.Trim().ToLowerInvariant(), isDeterministic: true);
}
