using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Hosting.Tests;

/// <summary>A clock that the test moves, and that tells which pauses are waited for.</summary>
internal sealed class PausingClock : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _pauses = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>How long a run may take: told apart from the pauses by its length.</summary>
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

    /// <summary>The next pause that something waits for.</summary>
    public async Task<TimeSpan> NextPauseAsync() => await _pauses.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>Lets the next pause pass.</summary>
    public async Task<TimeSpan> PassAsync()
    {
        var pause = await NextPauseAsync();
        Advance(pause);
        return pause;
    }
}
