using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Settings;

/// <summary>A database in which each test has a schema of its own, and the way to it.</summary>
public sealed class SettingsDatabase : IAsyncLifetime
{
    private PostgreSqlServer.TestDatabase? _database;

    public async ValueTask InitializeAsync() => _database = await RunningServer.CreateDatabaseAsync();

    public ValueTask DisposeAsync() => _database!.DisposeAsync();

    public NpgsqlConnectionStringBuilder Text() => new(_database!.ConnectionString);

    /// <summary>A connection that no variable of the process changes.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_database!.ConnectionString)
        {
            ClientEncoding = "UTF8",
            Timezone = "UTC",
            Options = "-c geqo=on",
            Pooling = false,
        }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }
}
