using System.Collections.Concurrent;
using Lti.Storage.Conformance;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>
/// Schemas of one database, one for each test that runs at the same time; a schema that a test has left is emptied and used again. Their names need
/// quoting, so that a statement that forgets it fails.
/// </summary>
public class PostgreSqlFixture : ConformanceFixture, IAsyncLifetime
{
    private readonly ConcurrentBag<TestSchema> _idle = [];
    private int _schemas;

    public override int RaceRounds => 5;

    public override int ModelSequences => 60;

    public override int ConcurrentHistories => 60;

    /// <summary>The database that the schemas are in.</summary>
    protected string Database { get; private set; } = "";

    public virtual async ValueTask InitializeAsync() => Database = await TestDatabases.CreateAsync();

    public override async ValueTask<StorageEnvironment> CreateAsync(LtiStorageOptions options)
    {
        if (!_idle.TryTake(out var schema))
        {
            schema = await OpenSchemaAsync($"Lti's \"{Interlocked.Increment(ref _schemas)}\"");
            await schema.MigrateAsync();
        }

        return new PostgreSqlEnvironment(schema, options, _idle.Add);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var schema in _idle)
        {
            await schema.DisposeAsync();
        }
    }

    internal virtual Task<TestSchema> OpenSchemaAsync(string name) => Task.FromResult(new TestSchema(Database, Node(Database, name), name));

    /// <summary>How a node connects, as the provider's own pool would.</summary>
    protected virtual NpgsqlConnectionStringBuilder Node(string database, string schema) => new(database)
    {
        SearchPath = TestSchema.SearchPath(schema),
        MaxPoolSize = 10,
        MaxAutoPrepare = 32,
        AutoPrepareMinUsages = 1,
        NoResetOnClose = true,
    };
}
