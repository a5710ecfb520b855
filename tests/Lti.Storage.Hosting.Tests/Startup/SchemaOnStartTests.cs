using Lti.Storage.InMemory;
using Lti.Storage.PostgreSql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Lti.Storage.Hosting.Tests.Startup;

/// <summary>Tests each value of the option <c>SchemaOnStart</c> on a real database.</summary>
public sealed class SchemaOnStartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Database_is_migrated_before_any_service_starts()
    {
        await using var database = await RunningServer.CreateDatabaseAsync();
        var claims = new List<bool>();
        using var host = HostOf.Storage(
            builder =>
            {
                // It is registered before the storage but starts after the migration.
                builder.Services.AddHostedService(services => new ClaimsOnStart(services.GetRequiredService<INonceStore>(), claims));
                builder.UsePostgreSql(database.ConnectionString).WithCaching();
            },
            schema: SchemaOnStart.Migrate);

        await host.StartAsync(Token);

        Assert.Equal([true], claims);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Check_rejects_a_database_that_lacks_migrations_and_changes_nothing()
    {
        await using var database = await RunningServer.CreateDatabaseAsync();
        using var host = HostOf.Storage(builder => builder.UsePostgreSql(database.ConnectionString), schema: SchemaOnStart.Check);

        await Assert.ThrowsAsync<LtiSchemaException>(() => host.StartAsync(Token));

        await using var storage = new PostgreSqlLtiStorage(database.ConnectionString);
        Assert.Equal(0, (await storage.Schema.GetStatusAsync(Token)).Version);
    }

    [Fact]
    public async Task Storage_without_a_schema_ignores_the_option()
    {
        using var host = HostOf.Storage(builder => builder.UseInMemory(), schema: SchemaOnStart.Migrate);

        await host.StartAsync(Token);
        await host.StopAsync(Token);
    }

    private sealed class ClaimsOnStart(INonceStore nonces, List<bool> claims) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
            => claims.Add(await nonces.ClaimNonceAsync("on start", cancellationToken: cancellationToken));

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
