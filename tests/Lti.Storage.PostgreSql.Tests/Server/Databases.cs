using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Creates databases of the shared servers and opens storages on them.</summary>
internal static class Databases
{
    extension(TestDatabase)
    {
        public static Task<TestDatabase> CreateAsync() => RunningServer.CreateDatabaseAsync();

        public static Task<TestDatabase> CreateAsync(ServerVersion version)
            => version == ServerVersion.Newer ? NewerServer.CreateDatabaseAsync() : RunningServer.CreateDatabaseAsync();

        public static Task<TestDatabase> MigratedAsync() => RunningServer.CreateMigratedDatabaseAsync();
    }

    /// <summary>Opens a storage on this database with its own pool. By default it waits for locks without a timeout.</summary>
    public static PostgreSqlLtiStorage Open(
        this TestDatabase database,
        Action<NpgsqlConnectionStringBuilder>? connection = null,
        Action<PostgreSqlStorageOptions>? configure = null,
        LtiStorageOptions? storageOptions = null,
        ILoggerFactory? log = null,
        TimeProvider? clock = null)
    {
        var text = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        connection?.Invoke(text);
        var options = new PostgreSqlStorageOptions { ConnectionString = text.ConnectionString, LockTimeout = TimeSpan.FromHours(1) };
        configure?.Invoke(options);
        return new PostgreSqlLtiStorage(options, storageOptions, clock, log);
    }

    /// <summary>Creates the tables.</summary>
    public static async Task MigrateAsync(TestDatabase database)
    {
        await using var storage = database.Open();
        await storage.Schema.MigrateAsync(TestContext.Current.CancellationToken);
    }
}
