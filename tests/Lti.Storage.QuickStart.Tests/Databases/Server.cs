using Lti.Storage.PostgreSqlServer;
using Lti.Storage.QuickStart.Tests.Databases;

[assembly: AssemblyFixture(typeof(Server))]

namespace Lti.Storage.QuickStart.Tests.Databases;

/// <summary>Shares a PostgreSQL server among the tests. The first test finds or starts it.</summary>
/// <remarks>Without a server a test is skipped. In CI it fails.</remarks>
public sealed class Server : IAsyncDisposable
{
    private static readonly Lazy<Task<StartResult<TestServer>>> _server = new(() => TestServer.TryStartAsync(new ServerOptions { IsDurable = false }));

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
