using Npgsql;

namespace Lti.Storage.PostgreSqlServer;

/// <summary>Owns a database for one test and drops it on disposal, even while clients are connected.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    // A drop waits for a checkpoint and a creation copies files. On a busy disk each takes minutes.
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(5);

    private readonly string _adminConnectionString;

    private TestDatabase(string adminConnectionString, string name)
    {
        _adminConnectionString = adminConnectionString;
        Name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(adminConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>Gets the database's name. It is lower case and needs no quotes.</summary>
    public string Name { get; }

    /// <summary>Gets the Npgsql connection string of the server's administrator for this database.</summary>
    public string ConnectionString { get; }

    /// <summary>Creates a database on the server of the given administrator connection string.</summary>
    public static async Task<TestDatabase> CreateAsync(string adminConnectionString, CancellationToken cancellationToken = default)
    {
        var database = new TestDatabase(adminConnectionString, $"lti_test_{Guid.NewGuid():n}");
        // Clients cannot connect to template0, so concurrent creations do not wait for each other.
        await ExecuteAsync(adminConnectionString, $"CREATE DATABASE {database.Name} TEMPLATE template0 ENCODING 'UTF8'", cancellationToken);
        return database;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() =>
        await ExecuteAsync(_adminConnectionString, $"DROP DATABASE IF EXISTS {Name} WITH (FORCE)", CancellationToken.None);

    private static async Task ExecuteAsync(string connectionString, string sql, CancellationToken cancellationToken)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = (int)_limit.TotalSeconds };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
