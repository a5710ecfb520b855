using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Stands still until the test moves it and knows which waits are pending.</summary>
internal sealed class HeldClock : FakeTimeProvider
{
    private readonly ConcurrentDictionary<Wait, TimeSpan> _waits = new();

    /// <summary>Waits until a wait of the given length is pending and advances the clock by it.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        await AwaitedAsync(time);
        Advance(time);
    }

    /// <summary>Waits until the given number of waits of the given length are pending.</summary>
    public Task AwaitedAsync(TimeSpan time, int times = 1)
        => Eventually.TrueAsync(() => Task.FromResult(_waits.Values.Count(waited => waited == time) >= times), TestContext.Current.CancellationToken);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var wait = new Wait(this);
        _waits[wait] = dueTime;
        wait.Timer = base.CreateTimer(
            given =>
            {
                wait.End();
                callback(given);
            },
            state,
            dueTime,
            period);
        return wait;
    }

    private sealed class Wait(HeldClock clock) : ITimer
    {
        public ITimer? Timer { get; set; }

        public void End() => clock._waits.TryRemove(this, out _);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock._waits[this] = dueTime;
            return Timer!.Change(dueTime, period);
        }

        public void Dispose()
        {
            End();
            Timer!.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
