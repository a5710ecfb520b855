using Lti.Storage.InMemory;
using Lti.Storage.PostgreSql.Tests.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Hosting;

/// <summary>Tests the registration in an application's host.</summary>
public sealed class HostingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Host_migrates_before_its_services_start_when_the_option_is_set()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var host = Host(services => services
            .AddLtiStorage(options => options.SchemaOnStart = SchemaOnStart.Migrate)
            .UsePostgreSql(database.ConnectionString));
        var service = new UsesStorageOnStart();
        using var withService = Host(services =>
        {
            // This service is registered before the storage but starts after the migration.
            services.AddHostedService(provider => service.With(provider.GetRequiredService<INonceStore>()));
            services.AddLtiStorage(options => options.SchemaOnStart = SchemaOnStart.Migrate).UsePostgreSql(database.ConnectionString);
        });

        await withService.StartAsync(Token);
        await host.StartAsync(Token);

        Assert.True(service.Claimed);
        await withService.StopAsync(Token);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Host_does_not_start_on_an_unmigrated_database()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var host = Host(services => services.AddLtiStorage().UsePostgreSql(database.ConnectionString));

        await Assert.ThrowsAsync<LtiSchemaException>(() => host.StartAsync(Token));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("postgresql://user:canary-password@host/db?unknown=1")]
    [InlineData("Host=localhost;Pasword=canary-password")]
    public async Task Unusable_connection_string_fails_the_start_and_shows_no_password(string? text)
    {
        using var host = Host(services => services.AddLtiStorage().UsePostgreSql(text!));

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Contains(nameof(PostgreSqlStorageOptions.ConnectionString), error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task URI_as_in_DATABASE_URL_is_a_connection_string()
    {
        await using var database = await TestDatabase.MigratedAsync();
        var text = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var uri = $"postgres://{Uri.EscapeDataString(text.Username!)}:{Uri.EscapeDataString(text.Password!)}@{text.Host}:{text.Port}/{text.Database}?application_name=tool";
        using var host = Host(services => services.AddLtiStorage().UsePostgreSql(uri));
        await host.StartAsync(Token);

        Assert.True(await host.Services.GetRequiredService<INonceStore>().ClaimNonceAsync("nonce", cancellationToken: Token));
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Data_source_of_the_application_is_used_and_not_disposed()
    {
        await using var database = await TestDatabase.MigratedAsync();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        using (var host = Host(services => services.AddLtiStorage().UsePostgreSql(source)))
        {
            await host.StartAsync(Token);
            Assert.True(await host.Services.GetRequiredService<INonceStore>().ClaimNonceAsync("nonce", cancellationToken: Token));
            await host.StopAsync(Token);
        }

        await using var connection = await source.OpenConnectionAsync(Token);
        Assert.Equal(System.Data.ConnectionState.Open, connection.State);
    }

    [Fact]
    public async Task Disposal_closes_the_pool_that_the_storage_made()
    {
        await using var database = await TestDatabase.MigratedAsync();
        var storage = database.Open(text => text.ApplicationName = "disposed");
        await storage.ClaimNonceAsync("nonce", cancellationToken: Token);

        await storage.DisposeAsync();
        await storage.DisposeAsync();

        await Eventually.TrueAsync(() => database.QueryAsync<bool>("SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'disposed')"), Token);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await storage.ClaimNonceAsync("other", cancellationToken: Token));
    }

    [Fact]
    public async Task Test_replaces_the_storage_by_an_in_memory_one_without_a_database()
    {
        await using var memory = new InMemoryLtiStorage();
        using var host = Host(services =>
        {
            services.AddLtiStorage().UsePostgreSql("Host=database.invalid");
            services.AddSingleton<ILtiStorage>(memory);
        });

        await host.StartAsync(Token);

        Assert.Same(memory, host.Services.GetRequiredService<ILtiStorage>());
        Assert.Same(memory, host.Services.GetRequiredService<INonceStore>());
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Second_choice_of_a_database_is_refused()
    {
        await using var source = NpgsqlDataSource.Create("Host=database.invalid");
        var builder = new ServiceCollection().AddLtiStorage().UsePostgreSql(source);

        Assert.Throws<InvalidOperationException>(() => builder.UsePostgreSql("Host=other.invalid"));
    }

    [Fact]
    public async Task Options_of_a_named_storage_come_from_the_section_of_its_name()
    {
        await using var database = await TestDatabase.MigratedAsync();
        using var host = Host(services =>
        {
            services.AddLtiStorage("north").UsePostgreSql();
            services.AddLtiStorage("south").UsePostgreSql("postgres://east.invalid/lti?sslmode=disable");
            services.Configure<PostgreSqlStorageOptions>("north", options => options.ConnectionString = database.ConnectionString);
        });

        var north = host.Services.GetRequiredKeyedService<INonceStore>("north");

        Assert.True(await north.ClaimNonceAsync("nonce", cancellationToken: Token));
        Assert.NotNull(host.Services.GetRequiredKeyedService<ILtiStorage>("south"));
    }

    [Fact]
    public async Task Refused_options_of_a_named_storage_name_it()
    {
        using var host = Host(services => services.AddLtiStorage("north").UsePostgreSql(options => options.MaxPoolSize = 0));

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Equal("north", error.OptionsName);
    }

    [Fact]
    public async Task Log_that_throws_changes_no_operation()
    {
        await using var database = await TestDatabase.CreateAsync();
        var log = new ThrowingLoggerFactory();
        await using var storage = new PostgreSqlLtiStorage(
            new PostgreSqlStorageOptions { ConnectionString = database.ConnectionString }, loggerFactory: log);

        await storage.Schema.MigrateAsync(Token);
        await storage.Schema.CheckAsync(Token);

        Assert.True(await storage.ClaimNonceAsync("nonce", cancellationToken: Token));
        Assert.Equal(0, (await storage.CleanupAsync(Token)).Nonces);
        Assert.NotEqual(0, log.Thrown);
    }

    [Fact]
    public async Task Loggers_of_a_named_storage_end_with_its_name()
    {
        await using var database = await TestDatabase.CreateAsync();
        var log = new ThrowingLoggerFactory();
        await using var storage = new PostgreSqlLtiStorage(
            new PostgreSqlStorageOptions { ConnectionString = database.ConnectionString },
            new LtiStorageOptions { Name = "north" },
            loggerFactory: log);

        await storage.Schema.MigrateAsync(Token);

        Assert.Contains("Lti.Storage.PostgreSql.PostgreSqlLtiStorage.north", log.Categories, StringComparer.Ordinal);
        Assert.All(log.Categories, category => Assert.EndsWith(".north", category, StringComparison.Ordinal));
    }

    private static IHost Host(Action<IServiceCollection> configure)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        configure(builder.Services);
        return builder.Build();
    }

    private sealed class UsesStorageOnStart : IHostedService
    {
        private INonceStore? _nonces;

        public bool Claimed { get; private set; }

        public UsesStorageOnStart With(INonceStore nonces)
        {
            _nonces = nonces;
            return this;
        }

        public async Task StartAsync(CancellationToken cancellationToken) => Claimed = await _nonces!.ClaimNonceAsync("on start", cancellationToken: cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
