using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Settings;

/// <summary>Holds a database in which each test has a separate schema.</summary>
public sealed class SettingsDatabase : IAsyncLifetime
{
    private TestDatabase? _database;

    public async ValueTask InitializeAsync() => _database = await RunningServer.CreateDatabaseAsync();

    public ValueTask DisposeAsync() => _database!.DisposeAsync();

    public NpgsqlConnectionStringBuilder Text() => new(_database!.ConnectionString);

    /// <summary>Opens a connection that process variables do not change.</summary>
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
