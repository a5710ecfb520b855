using Lti.Storage.Conformance;
using Lti.Storage.InMemory;
using Lti.Storage.InMemory.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Telemetry.Tests;

internal sealed class TelemetryEnvironment : StorageEnvironment
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Listener _listener = new();

    private readonly HeldClock _storageClock;

    public TelemetryEnvironment(LtiStorageOptions options)
    {
        _storageClock = new HeldClock(_clock);
        Storage = new InMemoryLtiStorage(options, _storageClock).WithTelemetry(timeProvider: _clock);
    }

    public override ILtiStorage Storage { get; }

    public override TimeSpan ClockStep => TimeSpan.FromTicks(1);

    public override TimeProvider CallerClock => _clock;

    public override ValueTask PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return ValueTask.CompletedTask;
    }

    public override ValueTask FreezeAsync() => ValueTask.CompletedTask;

    public override ValueTask<HeldWrites?> HoldWritesAsync() => new(_storageClock.HoldReaders());

    public override ValueTask DisposeAsync()
    {
        _listener.Dispose();
        return Storage.DisposeAsync();
    }
}
