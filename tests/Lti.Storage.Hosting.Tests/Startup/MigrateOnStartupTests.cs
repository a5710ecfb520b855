using Lti.Storage.InMemory;
using Lti.Storage.PostgreSql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Lti.Storage.Hosting.Tests.Startup;

/// <summary><c>MigrateOnStartup</c> in each of its modes, on a real database.</summary>
public sealed class MigrateOnStartupTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_database_is_migrated_before_any_service_starts_and_before_the_host_reports_ready()
    {
        await using var database = await RunningServer.CreateDatabaseAsync();
        var claims = new List<bool>();
        using var host = HostOf.Storage(builder =>
        {
            // Registered before the storage, and yet started after the migration.
            builder.Services.AddHostedService(services => new ClaimsOnStart(services.GetRequiredService<INonceStore>(), claims));
            builder.UsePostgreSql(database.ConnectionString).WithCaching().MigrateOnStartup();
        });

        await host.StartAsync(Token);

        Assert.Equal([true], claims);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Checking_refuses_a_database_that_lacks_migrations_and_changes_nothing()
    {
        await using var database = await RunningServer.CreateDatabaseAsync();
        using var host = HostOf.Storage(builder => builder.UsePostgreSql(database.ConnectionString).MigrateOnStartup(SchemaOnStart.Check));

        await Assert.ThrowsAsync<LtiSchemaException>(() => host.StartAsync(Token));

        await using var storage = new PostgreSqlLtiStorage(database.ConnectionString);
        Assert.Equal(0, (await storage.Schema.GetStatusAsync(Token)).Version);
    }

    [Fact]
    public async Task A_storage_without_versions_takes_no_notice()
    {
        using var host = HostOf.Storage(builder => builder.UseInMemory().MigrateOnStartup());

        await host.StartAsync(Token);
        await host.StopAsync(Token);
    }

    private sealed class ClaimsOnStart(INonceStore nonces, List<bool> claims) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken) => claims.Add(await nonces.ClaimNonceAsync("on start", cancellationToken: cancellationToken));

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
