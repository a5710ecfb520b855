using Lti.Storage.PostgreSql;
using Lti.Storage.PostgreSqlServer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Lti.Storage.Hosting.Tests.Health;

/// <summary>Tests each state on a server that really stops and restarts.</summary>
public sealed class RealServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Check_follows_a_server_that_stops_and_a_listener_that_is_cut_off()
    {
        await using var cluster = (await PostgreSqlCluster.TryStartAsync(cancellationToken: Token)).OrSkip(Assert.Skip);
        await using var source = NpgsqlDataSource.Create(cluster.AdminConnectionString);
        using var host = HostOf.Storage(
            builder => builder.UsePostgreSql(options =>
            {
                options.DataSource = source;
                options.ListenerDataSource = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(cluster.AdminConnectionString)
                {
                    Username = "listener",
                    Password = "secret",
                    Pooling = false,
                }.ConnectionString).Build();
            }).WithCaching().Services.AddHealthChecks().AddLtiStorage(),
            schema: SchemaOnStart.Migrate);
        await ExecuteAsync(source, "CREATE ROLE listener LOGIN PASSWORD 'secret'");
        await host.StartAsync(Token);

        var healthy = await BecomesAsync(host, HealthStatus.Healthy, nameof(InvalidationState.Listening));
        Assert.Equal(healthy.Data["knownSchemaVersion"], healthy.Data["schemaVersion"]);

        await ExecuteAsync(source, "ALTER ROLE listener NOLOGIN; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'listener'");
        await BecomesAsync(host, HealthStatus.Degraded, nameof(InvalidationState.Reconnecting));

        await cluster.StopAsync(cancellationToken: Token);
        var unhealthy = await BecomesAsync(host, HealthStatus.Unhealthy, nameof(InvalidationState.Reconnecting));
        Assert.DoesNotContain("assword", unhealthy.Description, StringComparison.Ordinal);

        await cluster.StartAsync(Token);
        await BecomesAsync(host, HealthStatus.Degraded, nameof(InvalidationState.Reconnecting));
        await ExecuteAsync(source, "ALTER ROLE listener LOGIN");
        await BecomesAsync(host, HealthStatus.Healthy, nameof(InvalidationState.Listening));
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Database_that_was_never_migrated_is_unhealthy()
    {
        await using var database = await RunningServer.CreateDatabaseAsync();
        using var host = HostOf.Storage(
            builder => builder.UsePostgreSql(database.ConnectionString).Services.AddHealthChecks().AddLtiStorage(),
            schema: SchemaOnStart.Nothing);
        await host.StartAsync(Token);

        var entry = await CheckAsync(host);

        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.Contains("lacks the migrations 1, 2, 3", entry.Description, StringComparison.Ordinal);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Data_have_a_warning_if_expired_rows_pile_up()
    {
        await using var database = await RunningServer.CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        using var host = HostOf.Storage(
            builder => builder.UsePostgreSql(options => options.DataSource = source).AddCleanup(options => options.IsEnabled = false)
                .Services.AddHealthChecks().AddLtiStorage(),
            schema: SchemaOnStart.Migrate);
        await host.StartAsync(Token);
        Assert.Equal(TimeSpan.Zero, (await CheckAsync(host)).Data["oldestExpired"]);

        await ExecuteAsync(source, "INSERT INTO nonces (nonce, expires_at) VALUES ('old', now() - interval '2 days'), ('new', now() + interval '1 day')");
        var entry = await CheckAsync(host);
        await ExecuteAsync(source, "INSERT INTO nonces (nonce, expires_at) VALUES ('oldest', '-infinity')");
        var oldest = await CheckAsync(host);
        await host.Services.GetRequiredService<StorageCleanup>().RunAsync(Token);
        var cleaned = await CheckAsync(host);

        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.InRange((TimeSpan)entry.Data["oldestExpired"], TimeSpan.FromDays(2), TimeSpan.FromDays(3));
        Assert.StartsWith("Expired rows pile up", (string)entry.Data["warning"], StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromDays(3650), oldest.Data["oldestExpired"]);
        Assert.Equal(TimeSpan.Zero, cleaned.Data["oldestExpired"]);
        await host.StopAsync(Token);
    }

    private static async Task<HealthReportEntry> BecomesAsync(IHost host, HealthStatus status, string listener)
    {
        while (true)
        {
            var entry = await CheckAsync(host);
            if (entry.Status == status && Equals(entry.Data["invalidation"], listener))
            {
                return entry;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }
    }

    private static async Task<HealthReportEntry> CheckAsync(IHost host)
        => Assert.Single((await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token)).Entries).Value;

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }
}
