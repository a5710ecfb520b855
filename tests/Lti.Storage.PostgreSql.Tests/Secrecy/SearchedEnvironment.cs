using Lti.Storage.Conformance;

namespace Lti.Storage.PostgreSql.Tests.Secrecy;

/// <summary>Fails on disposal when the capture has found a secret.</summary>
internal sealed class SearchedEnvironment(StorageEnvironment inner, Capture capture) : StorageEnvironment
{
    public override ILtiStorage Storage => inner.Storage;

    public override TimeSpan ClockStep => inner.ClockStep;

    public override TimeProvider CallerClock => inner.CallerClock;

    public override ValueTask PassAsync(TimeSpan time) => inner.PassAsync(time);

    public override ValueTask FreezeAsync() => inner.FreezeAsync();

    public override ValueTask<ILtiStorage> OpenSecondNodeAsync(TimeProvider callerClock) => inner.OpenSecondNodeAsync(callerClock);

    public override ValueTask<HeldWrites?> HoldWritesAsync() => inner.HoldWritesAsync();

    public override async ValueTask DisposeAsync()
    {
        capture.Observe();
        await inner.DisposeAsync();
        Assert.True(capture.Leaks.Count == 0, string.Join('\n', capture.Leaks.Take(10)));
    }
}
