using Lti.Storage.PostgreSql;

namespace Lti.Storage.FaultWorker;

/// <summary>Migrates one database for each line of standard input.</summary>
internal static class MigrationRace
{
    public static async Task RunAsync()
    {
        while (await StandardInput.NextLineAsync() is { } connectionString)
        {
            await using var storage = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { ConnectionString = connectionString, MaxPoolSize = 1 });
            await storage.Schema.MigrateAsync();
            await storage.Schema.CheckAsync();
        }
    }
}
