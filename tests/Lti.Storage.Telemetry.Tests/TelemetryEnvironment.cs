using Lti.Storage.Conformance;
using Lti.Storage.InMemory;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Telemetry.Tests;

internal sealed class TelemetryEnvironment : StorageEnvironment
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Listener _listener = new();

    public TelemetryEnvironment(LtiStorageOptions options)
        => Storage = new InMemoryLtiStorage(options, _clock).WithTelemetry(timeProvider: _clock);

    public override ILtiStorage Storage { get; }

    public override TimeSpan ClockStep => TimeSpan.FromTicks(1);

    public override TimeProvider CallerClock => _clock;

    public override ValueTask PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return ValueTask.CompletedTask;
    }

    public override ValueTask FreezeAsync() => ValueTask.CompletedTask;

    public override ValueTask DisposeAsync()
    {
        _listener.Dispose();
        return Storage.DisposeAsync();
    }
}
