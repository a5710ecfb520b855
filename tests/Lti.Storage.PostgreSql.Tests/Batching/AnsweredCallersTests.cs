using Lti.Storage.PostgreSql.Internal.Batching;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Tests when a call is held and when the hold ends.</summary>
public sealed class AnsweredCallersTests
{
    private readonly AnsweredCallers _callers;
    private readonly EndedHolds _first = new();
    private readonly EndedHolds _second = new();
    private int _started;

    public AnsweredCallersTests() => _callers = new(_ => _started++);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void No_call_is_held_and_no_timer_starts_while_no_batch_was_answered()
    {
        Assert.False(_callers.TryHold(_first));

        Assert.Equal(0, _started);
    }

    [Fact]
    public async Task Holds_end_when_the_last_caller_continues()
    {
        _callers.Answer(2);
        Assert.True(_callers.TryHold(_first));
        _callers.Continue();
        Assert.True(_callers.TryHold(_second));
        _callers.Continue();

        await _first.NextAsync(Token);
        await _second.NextAsync(Token);
        Assert.All([.. _first.Ends, .. _second.Ends], end => Assert.False(end.IsLate));
        Assert.False(_callers.TryHold(_first));
    }

    [Fact]
    public void Holds_end_on_the_timers_thread_when_the_time_is_over()
    {
        _callers.Answer(1);
        Assert.True(_callers.TryHold(_first));
        Assert.True(_callers.TryHold(_second));
        Assert.Equal(1, _started);

        _callers.EndHolds();
        _callers.EndHolds();

        Assert.All([_first, _second], held => Assert.Equal((true, Thread.CurrentThread), Assert.Single(held.Ends)));
    }

    [Fact]
    public void Later_hold_starts_the_time_again()
    {
        _callers.Answer(1);
        Assert.True(_callers.TryHold(_first));
        _callers.EndHolds();
        Assert.True(_callers.TryHold(_first));

        Assert.Equal(2, _started);
    }

    [Fact]
    public async Task Timer_ends_holds_on_a_thread_that_is_not_of_the_pool_and_ends_with_the_storage()
    {
        var timer = new HoldTimer();
        var callers = new AnsweredCallers(timer.Start);
        callers.Answer(1);
        for (var hold = 0; hold < 3; hold++)
        {
            Assert.True(callers.TryHold(_first));
            await _first.NextAsync(Token);
        }

        var thread = Assert.Single(_first.Ends.Select(end => end.Thread).Distinct());
        Assert.False(thread.IsThreadPoolThread);
        timer.Dispose();
        thread.Join();
    }
}
