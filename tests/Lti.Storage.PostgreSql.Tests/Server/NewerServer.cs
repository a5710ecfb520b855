using Lti.Storage.PostgreSql.Tests.Server;
using Lti.Storage.PostgreSqlServer;

[assembly: AssemblyFixture(typeof(NewerServer))]

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Shares a server of PostgreSQL 17 or later among the tests of newer settings and infinite intervals.</summary>
public sealed class NewerServer : IAsyncDisposable
{
    private const string BinariesVariable = "LTI_TEST_POSTGRESQL_BIN";
    private const int OldestMajorVersion = 17;

    private static readonly Lazy<Task<StartResult<PostgreSqlCluster>>> _cluster = new(StartAsync);

    /// <summary>Creates an empty database that is dropped on disposal.</summary>
    /// <remarks>A test without such a server is skipped and fails in CI.</remarks>
    internal static async Task<TestDatabase> CreateDatabaseAsync()
        => await (await _cluster.Value).OrSkip(Assert.Skip).CreateDatabaseAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_cluster.IsValueCreated && (await _cluster.Value).Value is { } cluster)
        {
            await cluster.DisposeAsync();
        }
    }

    private static async Task<StartResult<PostgreSqlCluster>> StartAsync()
    {
        var folder = Environment.GetEnvironmentVariable(BinariesVariable);
        var started = await PostgreSqlCluster.TryStartAsync(new ServerOptions
        {
            IsDurable = false,
            BinaryFolders = string.IsNullOrEmpty(folder) ? null : [folder],
            OldestMajorVersion = OldestMajorVersion,
        });
        return started.Started ? started : new(
            null,
            $"{started.Reason}. Set {BinariesVariable} to a folder with initdb, pg_ctl and postgres of PostgreSQL {OldestMajorVersion} or later.");
    }
}
