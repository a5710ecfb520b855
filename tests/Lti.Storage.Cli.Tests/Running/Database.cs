using Lti.Storage.PostgreSql;
using Lti.Storage.PostgreSqlServer;
using Npgsql;

namespace Lti.Storage.Cli.Tests.Running;

/// <summary>A database for one test with queries of the test.</summary>
internal sealed class Database : IAsyncDisposable
{
    // A busy machine must not fail a test.
    private const int TimeoutInSeconds = 120;

    private readonly TestDatabase _database;

    private Database(TestDatabase database)
    {
        _database = database;
        ConnectionString = new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            Timeout = TimeoutInSeconds,
            CommandTimeout = TimeoutInSeconds,
        }.ConnectionString;
        Storage = new PostgreSqlLtiStorage(ConnectionString);
    }

    public string ConnectionString { get; }

    /// <summary>The storage on the same database.</summary>
    public PostgreSqlLtiStorage Storage { get; }

    public static async Task<Database> CreateAsync()
        => new(await (await Server.GetAsync()).CreateDatabaseAsync(TestContext.Current.CancellationToken));

    public static async Task<Database> MigratedAsync()
        => new(await (await Server.GetAsync()).CopyDatabaseAsync(MigrateAsync, TestContext.Current.CancellationToken));

    /// <summary>Returns the connection string with a change.</summary>
    public string Text(Action<NpgsqlConnectionStringBuilder> change)
    {
        var text = new NpgsqlConnectionStringBuilder(ConnectionString);
        change(text);
        return text.ConnectionString;
    }

    /// <summary>Runs the tool on this database.</summary>
    public Task<ToolRun> RunAsync(params string[] arguments) => Tool.RunAsync(arguments, ("DATABASE_URL", ConnectionString));

    public Task<NpgsqlConnection> ConnectAsync() => _database.ConnectAsync();

    public Task ExecuteAsync(string sql) => _database.ExecuteAsync(sql);

    public Task<T> QueryAsync<T>(string sql) => _database.QueryAsync<T>(sql);

    public Task<List<string>> QueryTextsAsync(string sql) => _database.QueryTextsAsync(sql);

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static async Task MigrateAsync(TestDatabase database)
    {
        await using var storage = new PostgreSqlLtiStorage(database.ConnectionString);
        await storage.Schema.MigrateAsync(TestContext.Current.CancellationToken);
    }
}
