using Lti.Storage.Conformance;
using Lti.Storage.InMemory;
using Lti.Storage.InMemory.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Caching.Tests;

/// <summary>A cache around the in-memory provider. Both use one clock, which tests advance.</summary>
internal sealed class CachingEnvironment : StorageEnvironment
{
    private readonly FakeTimeProvider _clock = new();

    private readonly HeldClock _storageClock;

    public CachingEnvironment(LtiStorageOptions options, CachingOptions caching)
    {
        _storageClock = new HeldClock(_clock);
        Storage = new InMemoryLtiStorage(options, _storageClock).WithCaching(caching, timeProvider: _clock);
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

    public override ValueTask DisposeAsync() => Storage.DisposeAsync();
}
