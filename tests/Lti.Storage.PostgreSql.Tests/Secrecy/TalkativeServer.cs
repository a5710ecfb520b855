using Lti.Storage.PostgreSql.Tests.Faults;
using Lti.Storage.PostgreSql.Tests.Server;
using Lti.Storage.PostgreSqlServer;

namespace Lti.Storage.PostgreSql.Tests.Secrecy;

/// <summary>Runs a server that quotes parameters in errors, logs every statement and sends every message level to clients.</summary>
public sealed class TalkativeServer : IAsyncLifetime
{
    private PostgreSqlCluster? _cluster;

    public async ValueTask InitializeAsync() => _cluster = await FaultCluster.CreateAsync(
        ("log_parameter_max_length_on_error", "-1"), ("log_statement", "all"), ("client_min_messages", "debug1"));

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    internal async Task<TestDatabase> CreateDatabaseAsync()
        => await _cluster!.CopyDatabaseAsync(Databases.MigrateAsync, TestContext.Current.CancellationToken);
}
