using Lti.Storage.PostgreSql.Internal.Batching;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Runs nodes behind PgBouncer in transaction mode, without prepared statements and batching.</summary>
/// <remarks>PgBouncer gives each transaction a connection without session state.</remarks>
public sealed class PgBouncerFixture : PublicSchemaFixture
{
    internal override BatchLimits Batching => BatchLimits.Off;

    internal override async Task<TestSchema> OpenSchemaAsync(TestDatabase database)
    {
        // PgBouncer accepts no search path from clients, so the database sets it for the clock that can be stopped.
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand($"ALTER DATABASE {database.Name} SET search_path = {TestSchema.SearchPath(PostgreSqlStorageOptions.DefaultSchema)}");
        await command.ExecuteNonQueryAsync();

        var pooler = await RunningServer.GetPoolerAsync();
        var node = new NpgsqlConnectionStringBuilder(pooler.Through(database.ConnectionString)) { MaxPoolSize = 6, ConnectionIdleLifetime = 2, ConnectionPruningInterval = 1, NoResetOnClose = true };
        return new TestSchema(database.ConnectionString, node, PostgreSqlStorageOptions.DefaultSchema);
    }
}
