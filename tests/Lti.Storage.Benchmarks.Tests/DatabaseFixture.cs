using Lti.Storage.PostgreSqlServer;

[assembly: AssemblyFixture(typeof(Lti.Storage.Benchmarks.Tests.DatabaseFixture))]
[assembly: FullRun("tests of the benchmark programs")]

namespace Lti.Storage.Benchmarks.Tests;

/// <summary>Shares a server and a database among all tests. Each test uses its own keys or schemas.</summary>
public sealed class DatabaseFixture : IAsyncLifetime
{
    private StartResult<TestServer>? _started;
    private TestDatabase? _database;

    public TestServer Server => _started!.OrSkip(reason => Assert.Skip(reason));

    public string ConnectionString
    {
        get
        {
            _ = Server;
            return _database!.ConnectionString;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (!TestRun.IsFull)
        {
            return;
        }

        _started = await TestServer.TryStartAsync();
        if (_started.Started)
        {
            _database = await _started.Value.CreateDatabaseAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_started?.Value is { } server)
        {
            await _database!.DisposeAsync();
            await server.DisposeAsync();
        }
    }
}
