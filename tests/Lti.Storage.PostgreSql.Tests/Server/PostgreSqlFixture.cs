using System.Collections.Concurrent;
using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Batching;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Gives each concurrent test a schema of one database and empties it for the next test.</summary>
/// <remarks>The schema names need quotes, so a statement without quotes fails.</remarks>
public class PostgreSqlFixture : ConformanceFixture, IAsyncDisposable
{
    private readonly Lazy<Task<TestDatabase>> _database = new(RunningServer.CreateSharedDatabaseAsync);
    private readonly ConcurrentBag<TestSchema> _idle = [];
    private int _schemas;

    public override int RaceRounds => TestRun.IsFull ? 5 : 2;

    public override int ModelSequences => TestRun.IsFull ? 60 : 15;

    public override int ConcurrentHistories => TestRun.IsFull ? 60 : 15;

    /// <summary>Gets the decorator of each storage, or null for none.</summary>
    protected virtual Func<ILtiStorage, TimeProvider, ILtiStorage>? Around => null;

    /// <summary>Gets the log of storages and their connections, or null for none.</summary>
    protected virtual ILoggerFactory? Log => null;

    /// <summary>Gets the batch limits.</summary>
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

    /// <summary>Returns a node's connection string.</summary>
    /// <remarks>It has the provider's own settings but few connections, so that many schemas share a server.</remarks>
    protected virtual NpgsqlConnectionStringBuilder Node(string database, string schema) => new(database)
    {
        SearchPath = TestSchema.SearchPath(schema),
        MaxPoolSize = 6,
        ConnectionIdleLifetime = 10,
        ConnectionPruningInterval = 5,
        MaxAutoPrepare = 32,
        AutoPrepareMinUsages = 1,
        NoResetOnClose = true,
    };
}
