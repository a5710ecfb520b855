using Lti.Storage.PostgreSql.Internal.Batching;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Tests which calls a statement takes from the queue and which stay in it.</summary>
public sealed class CallQueueTests : IAsyncDisposable
{
    private readonly PostgreSqlLtiStorage _storage = new("Host=nowhere.invalid");
    private readonly BatchMetrics _metrics;
    private readonly AnsweredCallers _callers = new(static _ => { });
    private readonly EndedHolds _holder = new();

    public CallQueueTests() => _metrics = new BatchMetrics(_storage);

    [Fact]
    public void Call_that_arrives_during_a_failed_wait_for_a_connection_stays_in_the_queue()
    {
        var queue = new CallQueue<int, bool>(new BatchLimits(Statements: 1, Calls: 2), size: null, _callers);
        Enter(queue, 0, 1, 2, 3);

        var last = queue.HandOn();
        Enter(queue, 4, 5);

        Assert.Equal([1, 2, 3], queue.TakeThrough(last!.Value).Select(call => call.Arguments));
        Assert.Equal([4, 5], queue.Take().Select(call => call.Arguments));
    }

    [Fact]
    public void Statement_slot_is_free_again_after_all_queued_calls_have_left()
    {
        var queue = new CallQueue<int, bool>(new BatchLimits(Statements: 1), size: null, _callers);
        var waiting = Enter(queue, 0, 1, 2);
        Assert.NotNull(queue.HandOn());

        Assert.All(waiting, call => Assert.True(queue.TryLeave(call)));

        Assert.Empty(queue.Take());
        Assert.Null(queue.HandOn());
        Assert.Null(queue.Enter(3, _holder, _metrics, out _));
    }

    [Fact]
    public void Sum_of_sizes_does_not_overflow()
    {
        var queue = new CallQueue<int, bool>(new BatchLimits(Statements: 1), static size => size, _callers);
        foreach (var size in new[] { 0, int.MaxValue, int.MaxValue, 1 })
        {
            queue.Enter(size, _holder, _metrics, out _);
        }

        Assert.Equal([int.MaxValue], queue.Take().Select(call => call.Arguments));
    }

    [Fact]
    public void Queued_bytes_can_put_a_call_beyond_the_next_statements()
    {
        var queue = new CallQueue<int, bool>(new BatchLimits(Statements: 2) { Bytes = 5 }, static size => size, _callers);

        Assert.Equal([false, false, false, false, false, true], new[] { 100, 100, 4, 4, 4, 1 }.Select(IsBeyond).ToArray());
        queue.TakeThrough(1);
        Assert.Equal([false, true], new[] { 3, 1 }.Select(IsBeyond).ToArray());

        bool IsBeyond(int bytes)
        {
            queue.Enter(bytes, _holder, _metrics, out var isBeyond);
            return isBeyond;
        }
    }

    [Fact]
    public void Call_takes_a_free_place_without_a_hold_unless_callers_have_yet_to_continue()
    {
        var queue = new CallQueue<int, bool>(new BatchLimits(), size: null, _callers);
        Assert.Empty(Enter(queue, 0));
        Assert.Null(queue.HandOn());

        _callers.Answer(2);
        _callers.Continue();
        Assert.Equal([1, 2], Enter(queue, 1, 2).Select(call => call.Arguments));

        Assert.True(queue.TryEndHold());
        Assert.NotNull(queue.HandOn());
        Assert.False(queue.TryEndHold());
        Assert.Equal([1, 2], queue.Take().Select(call => call.Arguments));
    }

    [Fact]
    public void Hold_of_a_full_batch_can_end_early()
    {
        var queue = new CallQueue<int, bool>(new BatchLimits(Statements: 1, Calls: 2) { Bytes = 5 }, static size => size, _callers);
        _callers.Answer(1);

        Enter(queue, 1);
        Assert.False(queue.TryEndHold(onlyIfFull: true));
        Enter(queue, 1);
        Assert.True(queue.TryEndHold(onlyIfFull: true));

        queue.Take();
        Assert.Null(queue.HandOn());
        Enter(queue, 5);
        Assert.True(queue.TryEndHold(onlyIfFull: true));
    }

    [Fact]
    public void Place_of_a_hold_is_free_again_after_its_calls_have_left()
    {
        var queue = new CallQueue<int, bool>(new BatchLimits(Statements: 1), size: null, _callers);
        _callers.Answer(1);
        Assert.True(queue.TryLeave(Assert.Single(Enter(queue, 1))));

        Assert.True(queue.TryEndHold());
        Assert.Null(queue.HandOn(evenIfAlone: true));

        Assert.Single(Enter(queue, 2));
    }

    [Fact]
    public void Batch_follows_a_call_that_waits_alone_only_on_request()
    {
        var queue = new CallQueue<int, bool>(new BatchLimits(Statements: 1), size: null, _callers);
        _callers.Answer(1);
        var call = Assert.Single(Enter(queue, 1));

        Assert.NotNull(queue.HandOn(evenIfAlone: true));
        Assert.False(call.Task.IsCompleted);
        Assert.Null(queue.HandOn());
        Assert.True(call.Task.IsCompletedSuccessfully);
    }

    public ValueTask DisposeAsync()
    {
        _metrics.Dispose();
        return _storage.DisposeAsync();
    }

    private List<QueuedCall<int, bool>> Enter(CallQueue<int, bool> queue, params IEnumerable<int> calls)
        => [.. calls.Select(call => queue.Enter(call, _holder, _metrics, out _)).OfType<QueuedCall<int, bool>>()];
}
