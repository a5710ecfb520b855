namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>A database for each test, with the tables in <c>public</c>, as most tools have them.</summary>
public sealed class PublicSchemaFixture : PostgreSqlFixture
{
    internal override async Task<TestSchema> OpenSchemaAsync(string name)
    {
        var database = await TestDatabases.CreateAsync();
        return new TestSchema(database, Node(database, PostgreSqlStorageOptions.DefaultSchema), PostgreSqlStorageOptions.DefaultSchema);
    }
}
