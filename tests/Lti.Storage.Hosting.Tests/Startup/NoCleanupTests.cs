using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.Hosting.Tests.Startup;

/// <summary>Tests the log line at start-up for a host without a cleanup.</summary>
public sealed class NoCleanupTests : IDisposable
{
    private readonly CapturedLog _log = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Host_without_a_cleanup_logs_it_once_at_start()
    {
        await StartAsync(builder => builder.UseInMemory());

        var line = Assert.Single(_log.Lines, line => line.Text.Contains("cleanup", StringComparison.Ordinal));
        Assert.Equal(LogLevel.Information, line.Level);
        Assert.StartsWith("This process removes no expired rows", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_on_postgresql_without_a_cleanup_logs_it()
    {
        await using var database = await RunningServer.CreateDatabaseAsync();

        await StartAsync(builder => builder.UsePostgreSql(database.ConnectionString), SchemaOnStart.Migrate);

        Assert.Single(_log.Lines, line => line.Text.StartsWith("This process removes no expired rows", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Host_with_a_cleanup_logs_nothing()
    {
        await StartAsync(builder => builder.UseInMemory().AddCleanup());

        Assert.DoesNotContain(_log.Lines, line => line.Text.Contains("no expired rows", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Host_whose_application_runs_its_own_cleanup_logs_nothing()
    {
        await StartAsync(builder => builder.UseInMemory().DeclareCleanup());

        Assert.DoesNotContain(_log.Lines, line => line.Text.Contains("no expired rows", StringComparison.Ordinal));
    }

    private async Task StartAsync(Action<LtiStorageBuilder> configure, SchemaOnStart schema = SchemaOnStart.Check)
    {
        using var host = HostOf.Storage(configure, log: _log, schema: schema);
        await host.StartAsync(Token);
        await host.StopAsync(Token);
    }
}
