using System.Collections.Concurrent;
using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.Benchmarks.Tests;

/// <summary>Runs the conformance suite on a contender. Each environment has its own schema.</summary>
public abstract class ContenderFixture(DatabaseFixture database) : ConformanceFixture, IAsyncDisposable
{
    private const string Reason = "Contenders are measured and not shipped. They run against a healthy server.";

    private readonly ConcurrentBag<TestSchema> _idle = [];

    public override int RaceRounds => 2;

    public override int ModelSequences => 10;

    public override int ConcurrentHistories => 10;

    public override IReadOnlyDictionary<string, string> NotApplicableRules { get; } =
        new[] { "L2", "E6", "F1", "F2", "F3", "T1", "T2", "T3", "T4", "T5", "T6", "A1", "A2", "A3", "A4", "A5", "A6", "A7", "P1", "P2", "P3", "P4", "P5" }
            .ToDictionary(rule => rule, _ => Reason, StringComparer.Ordinal);

    public override async ValueTask<StorageEnvironment> CreateAsync(LtiStorageOptions options)
    {
        if (!_idle.TryTake(out var schema))
        {
            var name = $"contender {Guid.NewGuid():N}";
            schema = new TestSchema(database.ConnectionString, Node(name), name);
            await schema.MigrateAsync();
        }

        return new ContenderEnvironment(schema, options, Open, _idle.Add);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var schema in _idle)
        {
            await schema.DisposeAsync();
        }
    }

    internal abstract IContender Open(NpgsqlDataSource dataSource, TimeProvider clock);

    // A contender's statements have no schema name. The search path selects the schema.
    private NpgsqlConnectionStringBuilder Node(string schema) => new(database.ConnectionString)
    {
        SearchPath = $"{TestSchema.SearchPath(schema)},\"{schema}\"",
        MaxPoolSize = 4,
        ConnectionIdleLifetime = 2,
        ConnectionPruningInterval = 1,
        MaxAutoPrepare = 32,
        AutoPrepareMinUsages = 1,
        NoResetOnClose = true,
    };
}
