using Lti.Storage.PostgreSql;
using Lti.Storage.PostgreSqlServer;
using Npgsql;

namespace Lti.Storage.Cli.Tests.Running;

/// <summary>A database for one test with queries of the test.</summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly NpgsqlDataSource _source;

    private Database(TestDatabase database)
    {
        _database = database;
        _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxPoolSize = 5 });
        Storage = new PostgreSqlLtiStorage(_source);
    }

    public string ConnectionString => _database.ConnectionString;

    /// <summary>The storage on the same database.</summary>
    public PostgreSqlLtiStorage Storage { get; }

    public static async Task<Database> CreateAsync()
        => new(await (await Server.GetAsync()).CreateDatabaseAsync(TestContext.Current.CancellationToken));

    public static async Task<Database> MigratedAsync()
    {
        var database = await CreateAsync();
        await database.Storage.Schema.MigrateAsync(TestContext.Current.CancellationToken);
        return database;
    }

    /// <summary>Returns the connection string with a change.</summary>
    public string Text(Action<NpgsqlConnectionStringBuilder> change)
    {
        var text = new NpgsqlConnectionStringBuilder(ConnectionString);
        change(text);
        return text.ConnectionString;
    }

    /// <summary>Runs the tool on this database.</summary>
    public Task<ToolRun> RunAsync(params string[] arguments) => Tool.RunAsync(arguments, ("DATABASE_URL", ConnectionString));

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
        await Storage.DisposeAsync();
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }
}
