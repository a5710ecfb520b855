using System.Collections.Concurrent;
using Lti.Storage.Conformance;
using Npgsql;

[assembly: AssemblyFixture(typeof(Lti.Storage.PostgreSql.Tests.PostgreSqlFixture))]

namespace Lti.Storage.PostgreSql.Tests;

/// <summary>A schema for each test that runs at the same time, on one database; a schema that a test has left is emptied and used again.</summary>
public class PostgreSqlFixture : ConformanceFixture, IAsyncLifetime
{
    private readonly ConcurrentBag<TestSchema> _idle = [];
    private readonly ConcurrentBag<TestSchema> _all = [];
    private int _schemas;

    public override int RaceRounds => 5;

    public override int ModelSequences => 60;

    public override int ConcurrentHistories => 60;

    internal string ConnectionString { get; private set; } = "";

    public ValueTask InitializeAsync()
    {
        ConnectionString = Environment.GetEnvironmentVariable("LTI_TEST_DATABASE_URL") ?? "Host=127.0.0.1;Port=54329;Username=postgres;Database=postgres";
        return ValueTask.CompletedTask;
    }

    public override async ValueTask<StorageEnvironment> CreateAsync(LtiStorageOptions options)
    {
        if (!_idle.TryTake(out var schema))
        {
            schema = await TestSchema.CreateAsync(ConnectionString, $"Lti tests' \"{Interlocked.Increment(ref _schemas)}\"");
            _all.Add(schema);
        }

        return new PostgreSqlEnvironment(schema, options, _idle.Add);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var schema in _all)
        {
            await schema.DisposeAsync();
        }
    }
}
