using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Hosting.Tests;

/// <summary>A clock that the test moves. It reports the pauses that the code waits for.</summary>
internal sealed class PausingClock : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _pauses = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>The timeout of a run. Its length distinguishes it from the pauses.</summary>
    public static TimeSpan RunLimit { get; } = TimeSpan.FromSeconds(77);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime != RunLimit)
        {
            _pauses.Writer.TryWrite(dueTime);
        }

        return timer;
    }

    /// <summary>Returns the next pause that the code waits for.</summary>
    public async Task<TimeSpan> NextPauseAsync() => await _pauses.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>Ends the next pause.</summary>
    public async Task<TimeSpan> PassAsync()
    {
        var pause = await NextPauseAsync();
        Advance(pause);
        return pause;
    }
}
