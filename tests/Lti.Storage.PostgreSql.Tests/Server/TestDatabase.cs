using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Owns a database for one test and runs the test's own statements on it.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly PostgreSqlServer.TestDatabase _database;
    private readonly NpgsqlDataSource _source;

    private TestDatabase(PostgreSqlServer.TestDatabase database)
    {
        _database = database;
        _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxPoolSize = 10, Enlist = false });
    }

    public string ConnectionString => _database.ConnectionString;

    public static async Task<TestDatabase> CreateAsync() => new(await RunningServer.CreateDatabaseAsync());

    public static Task<TestDatabase> CreateAsync(ServerVersion version) => version == ServerVersion.Newer ? NewerServer.CreateDatabaseAsync() : CreateAsync();

    public static async Task<TestDatabase> MigratedAsync() => await MigratedAsync(await RunningServer.CreateDatabaseAsync());

    /// <summary>Wraps a database of a chosen server without migrating it.</summary>
    public static TestDatabase Empty(PostgreSqlServer.TestDatabase empty) => new(empty);

    /// <summary>Wraps a database of a chosen server and migrates it.</summary>
    public static async Task<TestDatabase> MigratedAsync(PostgreSqlServer.TestDatabase empty)
    {
        var database = new TestDatabase(empty);
        await using var storage = database.Open();
        await storage.Schema.MigrateAsync(TestContext.Current.CancellationToken);
        return database;
    }

    /// <summary>Opens a storage on this database with its own pool. By default it waits for locks without a timeout.</summary>
    public PostgreSqlLtiStorage Open(
        Action<NpgsqlConnectionStringBuilder>? connection = null,
        Action<PostgreSqlStorageOptions>? configure = null,
        LtiStorageOptions? storageOptions = null,
        ILoggerFactory? log = null,
        TimeProvider? clock = null)
    {
        var text = new NpgsqlConnectionStringBuilder(ConnectionString);
        connection?.Invoke(text);
        var options = new PostgreSqlStorageOptions { ConnectionString = text.ConnectionString, LockTimeout = TimeSpan.FromHours(1) };
        configure?.Invoke(options);
        return new PostgreSqlLtiStorage(options, storageOptions, clock, log);
    }

    public Task<NpgsqlConnection> ConnectAsync() => _source.OpenConnectionAsync(TestContext.Current.CancellationToken).AsTask();

    public async Task ExecuteAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public async Task<List<string>> QueryTextsAsync(string sql)
    {
        List<string> rows = [];
        await using var command = _source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }
}
