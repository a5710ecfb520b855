using Lti.Storage.Hosting.Tests;
using Lti.Storage.PostgreSqlServer;

[assembly: AssemblyFixture(typeof(RunningServer))]

namespace Lti.Storage.Hosting.Tests;

/// <summary>Finds or starts the server that the tests share.</summary>
/// <remarks>Without a server a test is skipped. In CI it fails.</remarks>
public sealed class RunningServer : IAsyncDisposable
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
