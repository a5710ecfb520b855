using Npgsql;

namespace Lti.Storage.PostgreSqlServer;

/// <summary>A database of one test's own, dropped with whoever is still connected when this is disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    // To drop a database is to wait for a checkpoint, and to make one is to copy its files: on a disk that others keep busy, that takes minutes.
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(5);

    private readonly string _adminConnectionString;

    private TestDatabase(string adminConnectionString, string name)
    {
        _adminConnectionString = adminConnectionString;
        Name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(adminConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>The database's name: lower case, needs no quotes.</summary>
    public string Name { get; }

    /// <summary>For Npgsql, as the server's administrator.</summary>
    public string ConnectionString { get; }

    /// <summary>Makes a database on any server, given its administrator's connection string.</summary>
    public static async Task<TestDatabase> CreateAsync(string adminConnectionString, CancellationToken cancellationToken = default)
    {
        var database = new TestDatabase(adminConnectionString, $"lti_test_{Guid.NewGuid():n}");
        // Nobody can be connected to template0, so that databases made at once don't wait for each other.
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
