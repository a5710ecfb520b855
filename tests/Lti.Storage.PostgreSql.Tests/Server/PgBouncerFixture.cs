using Lti.Storage.PostgreSql.Internal.Batching;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>
/// Nodes behind PgBouncer in transaction mode: a connection for each transaction, no session state, statements not prepared; and each call a statement of
/// its own.
/// </summary>
public sealed class PgBouncerFixture : PublicSchemaFixture
{
    internal override BatchLimits Batching => BatchLimits.Off;

    internal override async Task<TestSchema> OpenSchemaAsync(PostgreSqlServer.TestDatabase database)
    {
        // PgBouncer takes no search path from its clients, so the database has it, for the clock that can be stopped.
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand($"ALTER DATABASE {database.Name} SET search_path = {TestSchema.SearchPath(PostgreSqlStorageOptions.DefaultSchema)}");
        await command.ExecuteNonQueryAsync();

        var pooler = await RunningServer.GetPoolerAsync();
        var node = new NpgsqlConnectionStringBuilder(pooler.Through(database.ConnectionString)) { MaxPoolSize = 6, ConnectionIdleLifetime = 2, ConnectionPruningInterval = 1, NoResetOnClose = true };
        return new TestSchema(database.ConnectionString, node, PostgreSqlStorageOptions.DefaultSchema);
    }
}
