using Lti.Storage.PostgreSqlServer.Internal;
using Npgsql;

namespace Lti.Storage.PostgreSqlServer;

/// <summary>Owns a database for one test and drops it on disposal, even while clients are connected.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly Administrator _administrator;
    private readonly NpgsqlDataSource _source;

    private TestDatabase(Administrator administrator, string name)
    {
        _administrator = administrator;
        Name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(administrator.ConnectionString) { Database = name }.ConnectionString;
        _source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(Administrator.Patient(ConnectionString)) { MaxPoolSize = 10, Enlist = false });
    }

    /// <summary>Gets the database's name. It is lower case and needs no quotes.</summary>
    public string Name { get; }

    /// <summary>Gets the Npgsql connection string of the server's administrator for this database.</summary>
    public string ConnectionString { get; }

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
        await _administrator.ExecuteAsync($"DROP DATABASE IF EXISTS {Name} WITH (FORCE)", CancellationToken.None);
    }

    /// <summary>Creates an empty database.</summary>
    internal static Task<TestDatabase> CreateAsync(Administrator administrator, CancellationToken cancellationToken) =>
        // Clients cannot connect to template0, so concurrent creations do not wait for each other.
        CreateAsync(administrator, "template0 ENCODING 'UTF8'", cancellationToken);

    internal static async Task<TestDatabase> CreateAsync(Administrator administrator, string template, CancellationToken cancellationToken)
    {
        var database = new TestDatabase(administrator, $"lti_test_{Guid.NewGuid():n}");
        await administrator.CreateAsync(database.Name, template, cancellationToken);
        return database;
    }

    /// <summary>Closes the database to all clients, so that it can be copied.</summary>
    internal async Task CloseAsync(CancellationToken cancellationToken)
    {
        await _source.DisposeAsync();
        await _administrator.ExecuteAsync($"ALTER DATABASE {Name} ALLOW_CONNECTIONS false", cancellationToken);
    }
}
