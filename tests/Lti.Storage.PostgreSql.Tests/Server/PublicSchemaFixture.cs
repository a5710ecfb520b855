using System.Collections.Concurrent;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>A database for each test that runs at the same time, with the tables in <c>public</c>, as most tools have them.</summary>
public class PublicSchemaFixture : PostgreSqlFixture
{
    private readonly ConcurrentBag<PostgreSqlServer.TestDatabase> _databases = [];

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        foreach (var database in _databases)
        {
            await database.DisposeAsync();
        }
    }

    internal override async Task<TestSchema> OpenSchemaAsync(string name)
    {
        var database = await RunningServer.CreateDatabaseAsync();
        _databases.Add(database);
        return await OpenSchemaAsync(database);
    }

    internal virtual Task<TestSchema> OpenSchemaAsync(PostgreSqlServer.TestDatabase database) => Task.FromResult(new TestSchema(
        database.ConnectionString, Node(database.ConnectionString, PostgreSqlStorageOptions.DefaultSchema), PostgreSqlStorageOptions.DefaultSchema));
}
