using System.Collections.Concurrent;
using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Batching;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>
/// Schemas of one database, one for each test that runs at the same time; a schema that a test has left is emptied and used again. Their names need
/// quoting, so that a statement that forgets it fails.
/// </summary>
public class PostgreSqlFixture : ConformanceFixture, IAsyncDisposable
{
    private readonly Lazy<Task<PostgreSqlServer.TestDatabase>> _database = new(RunningServer.CreateSharedDatabaseAsync);
    private readonly ConcurrentBag<TestSchema> _idle = [];
    private int _schemas;

    public override int RaceRounds => 5;

    public override int ModelSequences => 60;

    public override int ConcurrentHistories => 60;

    /// <summary>What goes around each storage, or null for nothing.</summary>
    protected virtual Func<ILtiStorage, TimeProvider, ILtiStorage>? Around => null;

    /// <summary>Where storages and their connections log, or null for nowhere.</summary>
    protected virtual ILoggerFactory? Log => null;

    /// <summary>How far calls share statements.</summary>
    internal virtual BatchLimits Batching { get; } = new();

    public override async ValueTask<StorageEnvironment> CreateAsync(LtiStorageOptions options)
    {
        if (!_idle.TryTake(out var schema))
        {
            schema = await OpenSchemaAsync($"Lti's \"{Interlocked.Increment(ref _schemas)}\"");
            await schema.MigrateAsync();
        }

        return new PostgreSqlEnvironment(schema, options, Batching, _idle.Add, Around, Log);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var schema in _idle)
        {
            await schema.DisposeAsync();
        }
    }

    internal virtual async Task<TestSchema> OpenSchemaAsync(string name)
    {
        var database = (await _database.Value).ConnectionString;
        return new TestSchema(database, Node(database, name), name, Log);
    }

    /// <summary>How a node connects: as the provider's own pool would, but with so few connections that many schemas share a server.</summary>
    protected virtual NpgsqlConnectionStringBuilder Node(string database, string schema) => new(database)
    {
        SearchPath = TestSchema.SearchPath(schema),
        MaxPoolSize = 6,
        ConnectionIdleLifetime = 2,
        ConnectionPruningInterval = 1,
        MaxAutoPrepare = 32,
        AutoPrepareMinUsages = 1,
        NoResetOnClose = true,
    };
}
