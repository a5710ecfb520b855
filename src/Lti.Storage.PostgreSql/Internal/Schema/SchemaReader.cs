using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Schema;

/// <summary>Reads which migrations a schema has.</summary>
internal static class SchemaReader
{
    private const int OldestServer = 15;

    /// <summary>Reads the status and refuses a server that is too old.</summary>
    /// <remarks>On an old server the statements would fail later and with a less clear error.</remarks>
    public static async Task<SchemaStatus> ReadAsync(NpgsqlConnection connection, string schema)
    {
        RequireServer(connection.PostgreSqlVersion);
        var applied = await HasJournalAsync(connection, schema).ConfigureAwait(false)
            ? await ReadJournalAsync(connection, schema).ConfigureAwait(false)
            : [];
        return new SchemaStatus
        {
            Version = applied.Count == 0 ? 0 : applied.Max(row => row.Version),
            KnownVersion = Migration.Latest,
            MissingVersions = Array.AsReadOnly([
                .. Migration.All.Select(migration => migration.Version).Except(applied.Select(row => row.Version)),
            ]),
            IsIncompatible = applied.Exists(row => row.Version > Migration.Latest && row.IsBreaking),
        };
    }

    public static void RequireServer(Version version)
    {
        if (version.Major < OldestServer)
        {
            throw new LtiSchemaException($"PostgreSQL {version} is too old; version {OldestServer} or later is needed. Upgrade the "
                + "server, or connect to another.");
        }
    }

    private static async Task<bool> HasJournalAsync(NpgsqlConnection connection, string schema)
    {
        var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE "
            + "nspname = $1 AND relname = $2)", connection);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddText(schema);
            command.Parameters.AddText(MigrationScript.Journal);
            return (bool)(await command.ExecuteScalarAsync(CancellationToken.None).ConfigureAwait(false))!;
        }
    }

    private static async Task<List<(int Version, bool IsBreaking)>> ReadJournalAsync(NpgsqlConnection connection, string schema)
    {
        List<(int, bool)> rows = [];
        var command = new NpgsqlCommand($"SELECT version, breaking FROM {Sql.Identifier(schema)}.{MigrationScript.Journal}", connection);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
                {
                    rows.Add((reader.GetInt32(0), reader.GetBoolean(1)));
                }
            }
        }

        return rows;
    }
}
