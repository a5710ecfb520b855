using Lti.Storage.PostgreSql.Tests.Server;

[assembly: AssemblyFixture(typeof(NewerServerFixture))]

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Nodes on PostgreSQL 17 or later. A few classes of the suite run there.</summary>
public sealed class NewerServerFixture : PostgreSqlFixture
{
    private readonly Lazy<Task<TestDatabase>> _database = new(NewerServer.CreateDatabaseAsync);

    internal override async Task<TestSchema> OpenSchemaAsync(string name)
    {
        var database = (await _database.Value).ConnectionString;
        return new TestSchema(database, Node(database, name), name, Log);
    }
}
