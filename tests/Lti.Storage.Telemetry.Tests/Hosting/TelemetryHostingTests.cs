using System.Diagnostics.Metrics;
using Lti.Storage.InMemory;
using Lti.Storage.Telemetry.Internal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Telemetry.Tests.Hosting;

public sealed class TelemetryHostingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_interface_of_the_container_is_the_outermost_decorator()
    {
        var services = new ServiceCollection();
        var builder = services.AddLtiStorage().UseInMemory().WithCaching();
        Assert.Same(builder, builder.WithTelemetry());
        await using var provider = services.BuildServiceProvider();

        var storage = Assert.IsType<TelemetryLtiStorage>(provider.GetRequiredService<ILtiStorage>());

        Assert.All(
            typeof(ILtiStorage).GetInterfaces().Where(type => type != typeof(IAsyncDisposable)),
            type => Assert.Same(storage, provider.GetRequiredService(type)));
    }

    [Fact]
    public async Task Telemetry_uses_the_containers_clock_meters_and_source_of_invalidations()
    {
        var clock = new FakeTimeProvider();
        var hub = new InvalidationHub();
        var services = new ServiceCollection().AddMetrics().AddSingleton<TimeProvider>(clock).AddSingleton<IInvalidationSource>(hub);
        services.AddLtiStorage().UseProvider(_ => new Slow(clock)).WithTelemetry();
        await using var provider = services.BuildServiceProvider();
        var factory = provider.GetRequiredService<IMeterFactory>();
        using var durations = new MetricCollector<double>(factory, TelemetryNames.MeterName, TelemetryNames.OperationDuration);
        using var states = new MetricCollector<long>(factory, TelemetryNames.MeterName, TelemetryNames.InvalidationListening);

        await provider.GetRequiredService<INonceStore>().ConsumeNonceAsync("a nonce", Token);
        hub.Become(InvalidationState.Reconnecting);
        states.RecordObservableInstruments();

        Assert.Equal(7, durations.LastMeasurement!.Value);
        Assert.Equal(0, states.LastMeasurement!.Value);
    }

    [Fact]
    public async Task Repeated_disposal_ends_the_meter_and_disposes_the_inner_storage_once()
    {
        var inner = new DisposableStorage();
        var observed = new ObservedStorage(inner);
        using var durations = observed.Collect<double>(TelemetryNames.OperationDuration);

        await observed.DisposeAsync();
        await observed.DisposeAsync();
        await observed.Storage.FindSessionAsync(Guid.NewGuid(), Token);

        Assert.Equal(1, inner.Disposals);
        Assert.Empty(durations.GetMeasurementSnapshot());
    }

    [Fact]
    public async Task Capabilities_beyond_the_contract_are_found_under_telemetry()
    {
        await using var memory = new InMemoryLtiStorage();
        await using var storage = memory.WithTelemetry();

        Assert.Same(memory, storage.GetService<LtiStorageProvider>());
    }

    private sealed class Slow(FakeTimeProvider clock) : DelegatingLtiStorage(new InMemoryLtiStorage())
    {
        public override ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce, CancellationToken cancellationToken = default)
        {
            clock.Advance(TimeSpan.FromSeconds(7));
            return base.ConsumeNonceAsync(nonce, cancellationToken);
        }
    }

    private sealed class DisposableStorage() : DelegatingLtiStorage(new InMemoryLtiStorage())
    {
        public int Disposals { get; private set; }

        public override ValueTask DisposeAsync()
        {
            Disposals++;
            return base.DisposeAsync();
        }
    }
}
