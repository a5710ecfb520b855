using Lti.Storage.Docs.Tests;
using Lti.Storage.PostgreSqlServer;

[assembly: AssemblyFixture(typeof(PagesDatabase))]

namespace Lti.Storage.Docs.Tests;

/// <summary>
/// The database of this run. Code on a page reaches it by <c>DATABASE_URL</c>. The variable's own value is dropped: it may name a real server.
/// </summary>
public sealed class PagesDatabase : IAsyncLifetime
{
    public const string Variable = "DATABASE_URL";

    private StartResult<TestServer>? _server;
    private TestDatabase? _database;

    /// <summary>Gets the server. Null if none is available.</summary>
    public TestServer? Server => _server is { Started: true } ? _server.Value : null;

    /// <summary>Skips the test if no server is available. In CI it fails the test.</summary>
    public void RequireServer() => _server!.OrSkip(Assert.Skip);

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        _server = await TestServer.TryStartAsync(new ServerOptions { IsDurable = false }, TestContext.Current.CancellationToken);
        if (_server.Started)
        {
            _database = await _server.Value.CreateDatabaseAsync(TestContext.Current.CancellationToken);
            Environment.SetEnvironmentVariable(Variable, _database.ConnectionString);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        if (_server?.Value is { } server)
        {
            await server.DisposeAsync();
        }
    }
}
