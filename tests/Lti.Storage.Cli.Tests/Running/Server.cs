using Lti.Storage.Cli.Tests.Running;
using Lti.Storage.PostgreSqlServer;

[assembly: AssemblyFixture(typeof(Server))]

namespace Lti.Storage.Cli.Tests.Running;

/// <summary>The server of all tests. The first one starts it. Without a server a test is skipped. It fails in CI.</summary>
public sealed class Server : IAsyncDisposable
{
    private static readonly Lazy<Task<StartResult<TestServer>>> _server = new(() => TestServer.TryStartAsync(new ServerOptions { IsDurable = false }));

    public static async Task<TestServer> GetAsync() => (await _server.Value).OrSkip(Assert.Skip);

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated && (await _server.Value).Value is { } server)
        {
            await server.DisposeAsync();
        }
    }
}
