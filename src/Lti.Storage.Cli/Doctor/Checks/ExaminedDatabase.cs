using Npgsql;

namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>The database that the checks read, over one connection like those of the tool's programs.</summary>
internal sealed class ExaminedDatabase(NpgsqlConnection connection, ExaminedSchema schema, int nodes)
{
    public NpgsqlConnection Connection => connection;

    public ExaminedSchema Schema => schema;

    /// <summary>The schema's name as a quoted identifier.</summary>
    public string QuotedSchema { get; } = $"\"{schema.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>How many programs share the database, as the operator says.</summary>
    public int Nodes => nodes;

    /// <summary>The greatest number of connections in the pool of one program.</summary>
    public int PoolSize { get; } = new NpgsqlConnectionStringBuilder(connection.ConnectionString).MaxPoolSize;

    /// <summary>How long a statement may take, in seconds; 0 is without limit.</summary>
    public int CommandTimeout => connection.CommandTimeout;

    /// <summary>Runs a query. Its parameter <c>$1</c>, if it has one, is the schema's name.</summary>
    public async Task<List<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken)
    {
        List<T> rows = [];
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
        {
            if (sql.Contains("$1", StringComparison.Ordinal))
            {
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Schema.Name });
            }

            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    rows.Add(row(reader));
                }
            }
        }

        return rows;
    }

    public async Task<T> ReadOneAsync<T>(string sql, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken)
        => (await ReadAsync(sql, row, cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Reads a setting as the server writes it; null if the server has none of that name.</summary>
    public Task<string?> SettingAsync(string name, CancellationToken cancellationToken)
        => ReadOneAsync($"SELECT current_setting('{name}', true)", row => row.IsDBNull(0) ? null : row.GetString(0), cancellationToken);
}
