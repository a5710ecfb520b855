using Npgsql;

namespace Lti.Storage.PostgreSqlServer;

/// <summary>Owns a database for one test and drops it on disposal, even while clients are connected.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    // A drop waits for a checkpoint and a creation copies files. On a busy machine each takes minutes, and so does any statement.
    private static readonly TimeSpan _timeout = TimeSpan.FromMinutes(5);

    private readonly string _adminConnectionString;
    private readonly NpgsqlDataSource _source;

    private TestDatabase(string adminConnectionString, string name)
    {
        _adminConnectionString = adminConnectionString;
        Name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(adminConnectionString) { Database = name }.ConnectionString;
        _source = NpgsqlDataSource.Create(Patient(ConnectionString, text => (text.MaxPoolSize, text.Enlist) = (10, false)));
    }

    /// <summary>Gets the database's name. It is lower case and needs no quotes.</summary>
    public string Name { get; }

    /// <summary>Gets the Npgsql connection string of the server's administrator for this database.</summary>
    public string ConnectionString { get; }

    /// <summary>Creates an empty database on the server of the given administrator connection string.</summary>
    public static Task<TestDatabase> CreateAsync(string adminConnectionString, CancellationToken cancellationToken = default) =>
        // Clients cannot connect to template0, so concurrent creations do not wait for each other.
        CreateAsync(adminConnectionString, "template0 ENCODING 'UTF8'", cancellationToken);

    /// <summary>Opens a connection of the administrator.</summary>
    public Task<NpgsqlConnection> ConnectAsync() => _source.OpenConnectionAsync().AsTask();

    /// <summary>Runs a statement as the administrator.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Returns the first value of the first row.</summary>
    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Returns the first column.</summary>
#pragma warning disable MA0016 // Tests slice the list.
    public async Task<List<string>> QueryTextsAsync(string sql)
#pragma warning restore MA0016
    {
        List<string> rows = [];
        await using var command = _source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await ExecuteAsync(_adminConnectionString, $"DROP DATABASE IF EXISTS {Name} WITH (FORCE)", CancellationToken.None);
    }

    internal static async Task<TestDatabase> CreateAsync(string adminConnectionString, string template, CancellationToken cancellationToken)
    {
        var database = new TestDatabase(adminConnectionString, $"lti_test_{Guid.NewGuid():n}");
        await using var connection = await OpenAsync(adminConnectionString, cancellationToken);

        // A copy of the files needs a checkpoint. Without fsync that is cheaper than the default, a copy through the log.
        await using var show = new NpgsqlCommand("SHOW fsync", connection);
        var strategy = await show.ExecuteScalarAsync(cancellationToken) is "off" ? "file_copy" : "wal_log";
        await ExecuteAsync(connection, $"CREATE DATABASE {database.Name} TEMPLATE {template} STRATEGY {strategy}", cancellationToken);
        return database;
    }

    /// <summary>Closes the database to all clients, so that it can be copied.</summary>
    internal async Task CloseAsync(CancellationToken cancellationToken)
    {
        await _source.DisposeAsync();
        await ExecuteAsync(_adminConnectionString, $"ALTER DATABASE {Name} ALLOW_CONNECTIONS false", cancellationToken);
    }

    private static async Task ExecuteAsync(string connectionString, string sql, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(connectionString, cancellationToken);
        await ExecuteAsync(connection, sql, cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(Patient(connectionString, text => text.Pooling = false).ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static NpgsqlConnectionStringBuilder Patient(string connectionString, Action<NpgsqlConnectionStringBuilder> change)
    {
        var seconds = (int)_timeout.TotalSeconds;
        var text = new NpgsqlConnectionStringBuilder(connectionString) { Timeout = seconds, CommandTimeout = seconds };
        change(text);
        return text;
    }
}
