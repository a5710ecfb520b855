using Lti.Storage.Benchmarks.PostgreSql;
using Lti.Storage.PostgreSqlServer;

[assembly: AssemblyFixture(typeof(Lti.Storage.Benchmarks.Tests.DatabaseFixture))]

namespace Lti.Storage.Benchmarks.Tests;

/// <summary>One database for all tests; each uses keys of its own.</summary>
public sealed class DatabaseFixture : IAsyncLifetime
{
    private StartResult<TestServer>? _started;
    private TestDatabase? _test;
    private BenchmarkDatabase? _database;

    internal BenchmarkDatabase Database
    {
        get
        {
            _started!.OrSkip(reason => Assert.Skip(reason));
            return _database!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        _started = await TestServer.TryStartAsync();
        if (_started.Started)
        {
            _test = await _started.Value.CreateDatabaseAsync();
            _database = new BenchmarkDatabase(_test.ConnectionString);
            await _database.ResetAsync(clients: 10);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_started?.Value is { } server)
        {
            await _database!.DisposeAsync();
            await _test!.DisposeAsync();
            await server.DisposeAsync();
        }
    }
}
