using System.Data.Common;
using Lti.Storage.PostgreSql;
using Npgsql;

namespace Lti.Storage.Cli.Connecting;

/// <summary>A schema of a PostgreSQL database.</summary>
internal sealed class PostgreSqlDatabase(PostgreSqlLtiStorage storage) : IDatabase
{
    public PostgreSqlLtiStorage Server => storage;

    public ILtiStorage Storage => storage;

    public IStorageSchema Schema => storage.Schema;

    public string SchemaName => storage.Schema.Name;

    public string SchemaTitle => $"The schema '{SchemaName}'";

    /// <summary>The schema's name as a quoted identifier.</summary>
    public string QuotedSchema { get; } = $"\"{storage.Schema.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public ValueTask<CleanupResult> CleanupAsync(IProgress<CleanupResult> progress, CancellationToken cancellationToken)
        => storage.CleanupAsync(progress, cancellationToken);

    public Task<IReadOnlyList<int>> MigrateAsync(Action stepApplied, CancellationToken cancellationToken)
        => storage.Schema.MigrateAsync(stepApplied, cancellationToken);

    public async Task<IReadOnlyList<T>> ReadAsync<T>(
        Query query, Func<DbDataReader, T> row, IReadOnlyList<string> values, CancellationToken cancellationToken)
    {
        List<T> rows = [];
        var connection = await storage.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var command = new NpgsqlCommand(query.PostgreSql.Replace("{schema}", QuotedSchema, StringComparison.Ordinal), connection);
            await using (command.ConfigureAwait(false))
            {
                command.Parameters.AddRange(values.Select(value => new NpgsqlParameter<string> { TypedValue = value }).ToArray());
                var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    {
                        rows.Add(row(reader));
                    }
                }
            }
        }

        return rows;
    }

    public ValueTask DisposeAsync() => storage.DisposeAsync();
}
