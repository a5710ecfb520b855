using Lti.Storage.Conformance;
using Lti.Storage.InMemory;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Caching.Tests;

/// <summary>A cache around the in-memory provider. Both use one clock, which tests advance.</summary>
internal sealed class CachingEnvironment : StorageEnvironment
{
    private readonly FakeTimeProvider _clock = new();

    public CachingEnvironment(LtiStorageOptions options, CachingOptions caching)
        => Storage = new InMemoryLtiStorage(options, _clock).WithCaching(caching, timeProvider: _clock);

    public override ILtiStorage Storage { get; }

    public override TimeSpan ClockStep => TimeSpan.FromTicks(1);

    public override TimeProvider CallerClock => _clock;

    public override ValueTask PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return ValueTask.CompletedTask;
    }

    public override ValueTask FreezeAsync() => ValueTask.CompletedTask;

    public override ValueTask DisposeAsync() => Storage.DisposeAsync();
}
