using Lti.Storage.Hosting.Tests;
using Lti.Storage.PostgreSqlServer;

[assembly: AssemblyFixture(typeof(RunningServer))]

namespace Lti.Storage.Hosting.Tests;

/// <summary>The server that the tests share, found or started when the first one asks. Without one a test is skipped, or fails in CI.</summary>
public sealed class RunningServer : IAsyncDisposable
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
