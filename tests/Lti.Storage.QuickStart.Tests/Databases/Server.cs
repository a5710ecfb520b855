using Lti.Storage.PostgreSqlServer;
using Lti.Storage.QuickStart.Tests.Databases;

[assembly: AssemblyFixture(typeof(Server))]

namespace Lti.Storage.QuickStart.Tests.Databases;

/// <summary>A PostgreSQL that the tests share, found or started when the first one asks. Without one a test is skipped, or fails in CI.</summary>
public sealed class Server : IAsyncDisposable
{
    private static readonly Lazy<Task<StartResult<TestServer>>> _server = new(() => TestServer.TryStartAsync());

    public static async Task<TestDatabase> CreateDatabaseAsync()
        => await (await _server.Value).OrSkip(Assert.Skip).CreateDatabaseAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated && (await _server.Value).Value is { } server)
        {
            await server.DisposeAsync();
        }
    }
}
