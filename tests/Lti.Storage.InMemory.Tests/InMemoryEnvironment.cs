using Lti.Storage.Conformance;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.InMemory.Tests;

/// <summary>Holds a storage on a clock that only the test moves.</summary>
internal sealed class InMemoryEnvironment : StorageEnvironment
{
    private readonly FakeTimeProvider _clock = new();
    private readonly HeldClock _storageClock;
    private readonly Func<ILtiStorage, TimeProvider, ILtiStorage>? _secondNode;

    public InMemoryEnvironment(
        LtiStorageOptions options,
        Func<ILtiStorage, TimeProvider, ILtiStorage> around,
        Func<ILtiStorage, TimeProvider, ILtiStorage>? secondNode)
    {
        (_storageClock, _secondNode) = (new HeldClock(_clock), secondNode);
        Storage = around(new InMemoryLtiStorage(options, _storageClock), _clock);
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

    public override ValueTask<ILtiStorage> OpenSecondNodeAsync(TimeProvider callerClock) => new(_secondNode?.Invoke(Storage, callerClock) ?? Storage);

    public override ValueTask<HeldWrites?> HoldWritesAsync() => new(_storageClock.HoldReaders());

    public override ValueTask DisposeAsync() => Storage.DisposeAsync();
}
