using Lti.Storage.PostgreSql.Tests.Server;

[assembly: AssemblyFixture(typeof(NewerServerFixture))]

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Runs nodes on PostgreSQL 17 or later for a few classes of the suite.</summary>
public sealed class NewerServerFixture : PostgreSqlFixture
{
    private readonly Lazy<Task<TestDatabase>> _database = new(NewerServer.CreateDatabaseAsync);

    internal override async Task<TestSchema> OpenSchemaAsync(string name)
    {
        var database = (await _database.Value).ConnectionString;
        return new TestSchema(database, Node(database, name), name, Log);
    }
}
