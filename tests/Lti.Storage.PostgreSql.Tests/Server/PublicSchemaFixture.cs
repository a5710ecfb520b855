using Lti.Storage.PostgreSql.Internal.Batching;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Gives each concurrent test a database with the tables in <c>public</c>, as most tools have them.</summary>
public class PublicSchemaFixture : PostgreSqlFixture
{
    internal override BatchLimits Batching { get; } = new(Statements: 1);

    internal override async Task<TestSchema> OpenSchemaAsync(string name) => await OpenSchemaAsync(await RunningServer.CreateSharedDatabaseAsync());

    internal virtual Task<TestSchema> OpenSchemaAsync(TestDatabase database) => Task.FromResult(new TestSchema(
        database.ConnectionString, Node(database.ConnectionString, PostgreSqlStorageOptions.DefaultSchema), PostgreSqlStorageOptions.DefaultSchema));
}
