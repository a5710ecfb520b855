using Lti.Storage.Cli.Doctor.Checks;
using Lti.Storage.Sqlite.Internal.Schema;
using Microsoft.Data.Sqlite;

namespace Lti.Storage.Cli.Doctor.FileChecks;

/// <summary>Compares tables, indexes and triggers with those of a fresh file.</summary>
internal sealed class FileTablesCheck : ICheck<ExaminedFile>
{
    private const string Find = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY type, name";

    public string Name => "tables";

    public bool NeedsTables => true;

    public async Task<IReadOnlyList<Finding>> FindAsync(ExaminedFile database, CancellationToken cancellationToken)
    {
        if (database.Schema.Status is not { Version: var version, KnownVersion: var known } || version != known)
        {
            return [];
        }

        var there = database.Read(Find, static row => row.GetString(0));
        var expected = await ReadFreshAsync(cancellationToken).ConfigureAwait(false);
        List<string> lacks =
        [
            .. expected.Except(there, StringComparer.Ordinal).Select(static text => string.Join(' ', text.Split(' ')[..2])),
        ];
        return lacks.Count == 0
            ? [Finding.Ok($"All {expected.Count} tables, indexes and triggers are as the migrations make them.")]
            : [Finding.Problem(
                $"Missing or changed: {string.Join(", ", lacks)}.",
                "Restore a backup, or copy the data to a new file with lti-storage copy.")];
    }

    private static async Task<List<string>> ReadFreshAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection("Data Source=:memory:;Pooling=False");
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            var command = connection.CreateCommand();
            await using (command.ConfigureAwait(false))
            {
#pragma warning disable CA2100 // The migrations are constants of the library.
                command.CommandText = string.Join('\n', Migration.All.Select(static migration => migration.Sql));
#pragma warning restore CA2100
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                command.CommandText = Find;
                List<string> found = [];
                var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    {
                        found.Add(reader.GetString(0));
                    }
                }

                return found;
            }
        }
    }
}
