using Lti.Storage.InMemory;

namespace Lti.Storage.Telemetry.Tests.Metrics;

public sealed class InvalidationTests
{
    [Theory]
    [InlineData(InvalidationState.Listening, 1L)]
    [InlineData(InvalidationState.Reconnecting, 0L)]
    [InlineData(InvalidationState.Off, null)]
    public async Task The_instrument_is_1_while_the_source_listens_0_while_it_reconnects_and_absent_while_it_is_off(InvalidationState state, long? listening)
    {
        var hub = new InvalidationHub();
        await using var observed = new ObservedStorage(invalidation: hub);
        using var states = observed.Collect<long>(TelemetryNames.InvalidationListening);
        hub.Become(state);

        states.RecordObservableInstruments();

        Assert.Equal(listening, states.LastMeasurement?.Value);
        Assert.Equal(listening is null ? null : "in_memory", states.LastMeasurement?.Tags["db.system.name"]);
    }

    [Fact]
    public async Task The_source_that_a_storage_offers_is_found_under_its_decorators()
    {
        await using var observed = new ObservedStorage(new Plain(new Announcing()));
        using var states = observed.Collect<long>(TelemetryNames.InvalidationListening);

        states.RecordObservableInstruments();

        Assert.Equal(1, states.LastMeasurement?.Value);
    }

    [Fact]
    public async Task A_storage_without_a_source_has_no_such_instrument()
    {
        await using var observed = new ObservedStorage();
        using var states = observed.Collect<long>(TelemetryNames.InvalidationListening);

        states.RecordObservableInstruments();

        Assert.Null(states.Instrument);
    }

    private sealed class Plain(ILtiStorage inner) : DelegatingLtiStorage(inner);

    private sealed class Announcing() : DelegatingLtiStorage(new InMemoryLtiStorage()), IInvalidationSource
    {
        public InvalidationState State => InvalidationState.Listening;

        public IDisposable Subscribe(IInvalidationListener listener) => throw new NotSupportedException("Telemetry only looks.");
    }
}
