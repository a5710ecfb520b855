using Npgsql;

namespace Lti.Storage.Cli.Doctor;

/// <summary>What the checks look at: a database, over one connection that was made as the tool's own programs make theirs.</summary>
internal sealed class ExaminedDatabase(NpgsqlConnection connection, ExaminedSchema schema, int nodes)
{
    public NpgsqlConnection Connection => connection;

    public ExaminedSchema Schema => schema;

    /// <summary>How many programs share the database, as the operator says.</summary>
    public int Nodes => nodes;

    /// <summary>The most connections of one of them, by this connection string.</summary>
    public int PoolSize { get; } = new NpgsqlConnectionStringBuilder(connection.ConnectionString).MaxPoolSize;

    /// <summary>The rows of a query whose <c>$1</c> is the schema's name.</summary>
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

    /// <summary>A server's setting as the server writes it; null where it has none of that name.</summary>
    public Task<string?> SettingAsync(string name, CancellationToken cancellationToken)
        => ReadOneAsync($"SELECT current_setting('{name}', true)", row => row.IsDBNull(0) ? null : row.GetString(0), cancellationToken);
}
