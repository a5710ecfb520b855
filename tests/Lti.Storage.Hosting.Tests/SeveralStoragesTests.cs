using System.Diagnostics.Metrics;
using Lti.Storage.Caching;
using Lti.Storage.InMemory;
using Lti.Storage.PostgreSql;
using Lti.Storage.Telemetry;
using Lti.Storage.Testing;
using Lti.Storage.TestRuns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Hosting.Tests;

/// <summary>Tests a host with two named storages and one without a name.</summary>
public sealed class SeveralStoragesTests : IDisposable
{
    private readonly CapturedLog _log = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_storage_has_its_own_rows_cleanup_and_health_check(bool isPostgreSql)
    {
        await using var north = isPostgreSql ? await RunningServer.CreateDatabaseAsync() : null;
        await using var south = isPostgreSql ? await RunningServer.CreateDatabaseAsync() : null;
        using var host = Host(services =>
        {
            services.AddLtiStorage().UseInMemory();
            foreach (var (name, database) in new[] { ("north", north), ("south", south) })
            {
                var builder = services.AddLtiStorage(name, options => options.SchemaOnStart = SchemaOnStart.Migrate);
                builder = database is null ? builder.UseInMemory() : builder.UsePostgreSql(database.ConnectionString);
                builder.WithCaching().WithTelemetry().AddCleanup(options => options.IsEnabled = false);
                services.AddHealthChecks().AddLtiStorage(name);
            }

            services.AddHealthChecks().AddLtiStorage();
        });
        await host.StartAsync(Token);
        var nonces = host.Services.GetRequiredKeyedService<INonceStore>("north");
        var others = host.Services.GetRequiredKeyedService<INonceStore>("south");
        await nonces.StoreNonceAsync("expires", TimeSpan.FromMilliseconds(1), Token);
        await nonces.StoreNonceAsync("stays", cancellationToken: Token);

        Assert.Equal(NonceOutcome.Unknown, await others.ConsumeNonceAsync("stays", Token));
        Assert.Equal(NonceOutcome.Unknown, await host.Services.GetRequiredService<INonceStore>().ConsumeNonceAsync("stays", Token));
        Assert.Equal(NonceOutcome.Consumed, await nonces.ConsumeNonceAsync("stays", Token));
        while (await nonces.ConsumeNonceAsync("expires", Token) != NonceOutcome.Expired)
        {
            await Task.Yield();
        }

        Assert.Equal(0, (await host.Services.GetRequiredKeyedService<StorageCleanup>("south").RunAsync(Token)).Nonces);
        Assert.Equal(1, (await host.Services.GetRequiredKeyedService<StorageCleanup>("north").RunAsync(Token)).Nonces);
        await ListenAsync(host);
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token);
        Assert.Equal(
            ["lti_storage", "lti_storage_north", "lti_storage_south"], report.Entries.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal(HealthStatus.Healthy, report.Status);
        Assert.All(report.Entries.Where(entry => entry.Key != "lti_storage"), entry
            => Assert.Equal(isPostgreSql, entry.Value.Data.ContainsKey("schemaVersion")));
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Health_check_of_one_storage_tells_nothing_of_another()
    {
        await using var north = new FaultyStorage(new InMemoryLtiStorage());
        using var host = Host(services =>
        {
            services.AddLtiStorage("north").UseProvider(_ => north);
            services.AddLtiStorage("south").UseInMemory();
            services.AddHealthChecks().AddLtiStorage("north").AddLtiStorage("south");
        });
        north.BeginOutage(new LtiStorageUnavailableException("The north is down.", LtiWorkOutcome.NotApplied));

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token);

        Assert.Equal(
            (HealthStatus.Unhealthy, "The north is down."),
            (report.Entries["lti_storage_north"].Status, report.Entries["lti_storage_north"].Description));
        Assert.Equal(HealthStatus.Healthy, report.Entries["lti_storage_south"].Status);
    }

    [Theory]
    [InlineData(null, "found no storage. Call services.AddLtiStorage().")]
    [InlineData("east", "found no storage named 'east'. Call services.AddLtiStorage(\"east\").")]
    public async Task Health_check_of_a_storage_that_is_not_registered_says_what_to_call(string? name, string says)
    {
        using var host = Host(services =>
        {
            services.AddLtiStorage("north").UseInMemory();
            services.AddHealthChecks().AddLtiStorage(name);
        });

        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token));

        Assert.EndsWith(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Background_cleanups_run_at_their_own_intervals()
    {
        var clock = new PausingClock();
        await using var north = new FaultyStorage(new InMemoryLtiStorage(timeProvider: clock));
        await using var south = new FaultyStorage(new InMemoryLtiStorage(timeProvider: clock));
        using var host = Host(services =>
        {
            services.AddSingleton<TimeProvider>(clock);
            services.AddLtiStorage("north").UseProvider(_ => north).AddCleanup(Every(TimeSpan.FromMinutes(1))).AddCleanup();
            services.AddLtiStorage("south").UseProvider(_ => south).AddCleanup(Every(TimeSpan.FromHours(1)));
            services.Configure<CleanupOptions>("south", options => options.IsEnabled = false);
        });
        await host.StartAsync(Token);

        Assert.Equal(TimeSpan.FromMinutes(1), await clock.PassAsync());
        Assert.Equal(TimeSpan.FromMinutes(1), await clock.NextPauseAsync());

        Assert.Equal((2, 0), (Cleanups(north), Cleanups(south)));
        Assert.Contains(_log.Categories, category => category == "Lti.Storage.Hosting.StorageCleanup.north");
        Assert.Contains(_log.Categories, category => category == "Lti.Storage.Hosting.Internal.Cleanup.CleanupService.south");
        await host.StopAsync(Token);

        static Action<CleanupOptions> Every(TimeSpan interval) => options =>
        {
            options.Interval = interval;
            options.FirstRunWithin = TimeSpan.Zero;
            options.RunLimit = PausingClock.RunLimit;
        };

        static int Cleanups(FaultyStorage storage) => storage.CallsOf(nameof(ILtiStorage.CleanupAsync));
    }

    [Fact]
    public async Task Start_names_the_storage_without_a_cleanup()
    {
        using var host = Host(services =>
        {
            services.AddLtiStorage("north").UseInMemory();
            services.AddLtiStorage("south").UseInMemory().AddCleanup();
        });

        await host.StartAsync(Token);
        await host.StopAsync(Token);

        var line = Assert.Single(_log.Lines, line => line.Text.Contains("no expired rows", StringComparison.Ordinal));
        Assert.Contains("of the storage north:", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_of_each_named_storage_have_its_name()
    {
        using var host = Host(services =>
        {
            services.AddMetrics();
            services.AddLtiStorage().UseInMemory().WithCaching().WithTelemetry();
            services.AddLtiStorage("north").UseInMemory().WithCaching().WithTelemetry();
        });
        var meters = host.Services.GetRequiredService<IMeterFactory>();
        using var durations = new MetricCollector<double>(meters, TelemetryNames.MeterName, TelemetryNames.OperationDuration);
        using var outcomes = new MetricCollector<long>(meters, TelemetryNames.MeterName, TelemetryNames.NonceOutcomes);
        using var misses = new MetricCollector<long>(meters, CachingMetrics.MeterName, CachingMetrics.Misses);
        foreach (var name in new[] { null, "north" })
        {
            var storage = host.Services.GetRequiredKeyedService<ILtiStorage>(name);
            await storage.ClaimNonceAsync("nonce", cancellationToken: Token);
            await storage.FindSessionAsync(Guid.NewGuid(), Token);
        }

        Assert.Equal([null, null, "north", "north"], Names(durations));
        Assert.Equal([null, "north"], Names(outcomes));
        Assert.Equal([null, "north"], Names(misses));

        static IEnumerable<object?> Names<T>(MetricCollector<T> collector)
            where T : struct
            => collector.GetMeasurementSnapshot().Select(of => of.Tags.GetValueOrDefault("lti_storage.name"));
    }

    [Fact]
    public void Metrics_of_a_named_storage_on_postgresql_have_its_name()
    {
        using var host = Host(services => services.AddLtiStorage("north").UsePostgreSql("Host=database.invalid"));
        var storage = host.Services.GetRequiredKeyedService<ILtiStorage>("north").GetService<PostgreSqlLtiStorage>();
        using var queues = new MetricCollector<int>(storage, PostgreSqlMetrics.MeterName, PostgreSqlMetrics.QueueLength);

        queues.RecordObservableInstruments();

        var measurements = queues.GetMeasurementSnapshot();
        Assert.NotEmpty(measurements);
        Assert.All(measurements, of => Assert.Equal("north", of.Tags[PostgreSqlMetrics.StorageNameTag]));
    }

    [Fact]
    public async Task Source_of_invalidations_of_a_named_storage_has_its_key()
    {
        var (unnamed, north) = (new InvalidationHub(), new InvalidationHub());
        unnamed.Become(InvalidationState.Reconnecting);
        using var host = Host(services =>
        {
            services.AddSingleton<IInvalidationSource>(unnamed).AddKeyedSingleton<IInvalidationSource>("north", north);
            services.AddLtiStorage("north").UseInMemory().WithCaching();
            services.AddHealthChecks().AddLtiStorage("north");
        });

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token);

        Assert.Equal(nameof(InvalidationState.Listening), report.Entries["lti_storage_north"].Data["invalidation"]);
    }

    [Theory]
    [InlineData(typeof(CachingOptions))]
    [InlineData(typeof(TelemetryOptions))]
    [InlineData(typeof(CleanupOptions))]
    public async Task Refused_option_of_a_named_storage_names_it(Type type)
    {
        using var host = Host(services =>
        {
            services.AddLtiStorage("north").UseInMemory().WithCaching().WithTelemetry().AddCleanup();
            services.Configure<CachingOptions>("north", options => options.Jitter = type == typeof(CachingOptions) ? 1 : 0);
            services.Configure<TelemetryOptions>(
                "north", options => options.DatabaseSystemName = type == typeof(TelemetryOptions) ? "A B" : null);
            services.Configure<CleanupOptions>(
                "north", options => options.RunLimit = type == typeof(CleanupOptions) ? TimeSpan.Zero : TimeSpan.FromMinutes(1));
        });

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Equal(("north", type), (error.OptionsName, error.OptionsType));
    }

    /// <summary>Waits for the listeners: they connect after the host has started, and the check is degraded until then.</summary>
    private static async Task ListenAsync(IHost host)
    {
        foreach (var name in new[] { "north", "south" })
        {
            var source = host.Services.GetRequiredKeyedService<ILtiStorage>(name).GetService<IInvalidationSource>();
            await Eventually.TrueAsync(() => Task.FromResult(source?.State is null or InvalidationState.Listening), Token);
        }
    }

    private IHost Host(Action<IServiceCollection> configure)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(_log);
        configure(builder.Services);
        return builder.Build();
    }
}
