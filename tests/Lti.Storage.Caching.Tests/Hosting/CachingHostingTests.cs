using System.Diagnostics.Metrics;
using Lti.Storage.Caching.Internal;
using Lti.Storage.Conformance.Samples;
using Lti.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Caching.Tests.Hosting;

public sealed class CachingHostingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact, CacheRule("H8")]
    public async Task Every_interface_of_the_container_is_the_cache_itself()
    {
        var services = new ServiceCollection();
        services.AddLtiStorage().UseInMemory().WithCaching();
        await using var provider = services.BuildServiceProvider();

        var storage = Assert.IsType<CachingLtiStorage>(provider.GetRequiredService<ILtiStorage>());

        Assert.All(
            typeof(ILtiStorage).GetInterfaces().Where(type => type != typeof(IAsyncDisposable)),
            type => Assert.Same(storage, provider.GetRequiredService(type)));
    }

    [Fact, CacheRule("H8")]
    public async Task Change_through_one_interface_shows_in_a_find_through_another()
    {
        var services = new ServiceCollection();
        services.AddLtiStorage().UseInMemory().WithCaching();
        await using var provider = services.BuildServiceProvider();
        var launches = provider.GetRequiredService<ILaunchStore>();
        var key = Any.LaunchKey();
        var config = await launches.SaveConfigAsync(key, Any.Endpoints, Token);
        await launches.FindLaunchConfigAsync(key, Token);

        var update = new ClientUpdate { JwksUrl = "https://new.example/" };
        await provider.GetRequiredService<IClientStore>().UpdateClientAsync(config.ClientKey, update, Token);
        Assert.Equal("https://new.example/", (await launches.FindLaunchConfigAsync(key, Token))!.Endpoints.JwksUrl);

        await provider.GetRequiredService<IDeploymentStore>().DeleteDeploymentAsync(config.ClientKey, config.DeploymentKey, Token);
        Assert.Null(await launches.FindLaunchConfigAsync(key, Token));
    }

    [Fact, CacheRule("H8")]
    public async Task Disposal_of_the_cache_disposes_the_storage_once()
    {
        var inner = new DisposableStorage();
        var storage = inner.WithCaching();

        await storage.DisposeAsync();
        await storage.DisposeAsync();

        Assert.Equal(1, inner.Disposals);
    }

    [Fact, CacheRule("H8")]
    public async Task Container_disposes_the_storage_through_the_cache()
    {
        var inner = new DisposableStorage();
        var services = new ServiceCollection();
        services.AddLtiStorage().UseProvider(_ => inner).WithCaching();
        var provider = services.BuildServiceProvider();
        provider.GetRequiredService<ILtiStorage>();

        await provider.DisposeAsync();

        Assert.InRange(inner.Disposals, 1, int.MaxValue);
    }

    [Fact]
    public async Task Disposed_cache_answers_nothing_from_memory()
    {
        var inner = new DisposableStorage();
        var storage = inner.WithCaching();
        var key = Any.LaunchKey();
        var session = Any.Session();
        await storage.SaveConfigAsync(key, Any.Endpoints, Token);
        await storage.AddSessionAsync(session, cancellationToken: Token);
        await storage.FindLaunchConfigAsync(key, Token);
        await storage.FindSessionAsync(session.Id, Token);

        await storage.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => storage.FindLaunchConfigAsync(key, Token).AsTask());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => storage.FindSessionAsync(session.Id, Token).AsTask());
    }

    [Fact]
    public async Task Cache_uses_the_clock_options_and_invalidation_source_of_the_container()
    {
        var clock = new FakeTimeProvider();
        var hub = new InvalidationHub();
        var inner = new InMemoryLtiStorage(timeProvider: clock);
        var services = new ServiceCollection().AddSingleton<TimeProvider>(clock).AddSingleton<IInvalidationSource>(hub);
        services.AddLtiStorage().UseProvider(_ => inner).WithCaching(options =>
        {
            options.Jitter = 0;
            options.LaunchConfigLifetime = TimeSpan.FromMinutes(1);
        });
        await using var provider = services.BuildServiceProvider();
        var storage = provider.GetRequiredService<ILtiStorage>();
        var key = Any.LaunchKey();
        var config = await storage.SaveConfigAsync(key, Any.Endpoints, Token);
        await storage.FindLaunchConfigAsync(key, Token);

        await inner.SaveConfigAsync(key, Any.OtherEndpoints, Token);
        Assert.Equal(Any.Endpoints, (await storage.FindLaunchConfigAsync(key, Token))!.Endpoints);
        hub.ClientChanged(config.ClientKey);
        Assert.Equal(Any.OtherEndpoints, (await storage.FindLaunchConfigAsync(key, Token))!.Endpoints);

        await inner.DeleteClientAsync(config.ClientKey, Token);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await storage.FindLaunchConfigAsync(key, Token));
    }

    [Fact, CacheRule("H7")]
    public async Task Cache_uses_the_meter_factory_of_the_container()
    {
        var services = new ServiceCollection().AddMetrics();
        services.AddLtiStorage().UseInMemory().WithCaching();
        await using var provider = services.BuildServiceProvider();
        var factory = provider.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener();
        var counted = 0;
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory))
            {
                own.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => counted++);
        listener.Start();

        await provider.GetRequiredService<ILtiStorage>().FindLaunchConfigAsync(Any.LaunchKey(), Token);
        listener.RecordObservableInstruments();

        Assert.NotEqual(0, counted);
    }

    [Fact]
    public async Task Builder_registers_the_cache()
    {
        var services = new ServiceCollection();
        var builder = services.AddLtiStorage().UseInMemory();
        Assert.Same(builder, builder.WithCaching(options => options.SessionCacheBytes = 8192));
        await using var provider = services.BuildServiceProvider();

        Assert.IsType<CachingLtiStorage>(provider.GetRequiredService<ILtiStorage>());
    }

    private sealed class DisposableStorage() : DelegatingLtiStorage(new InMemoryLtiStorage())
    {
        public int Disposals { get; private set; }

        public override ValueTask<LtiLaunch> FindLaunchAsync(LaunchKey key, CancellationToken cancellationToken = default)
        {
            ObjectDisposedException.ThrowIf(Disposals > 0, this);
            return base.FindLaunchAsync(key, cancellationToken);
        }

        public override ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default)
        {
            ObjectDisposedException.ThrowIf(Disposals > 0, this);
            return base.FindSessionAsync(id, cancellationToken);
        }

        public override ValueTask DisposeAsync()
        {
            Disposals++;
            return base.DisposeAsync();
        }
    }
}
