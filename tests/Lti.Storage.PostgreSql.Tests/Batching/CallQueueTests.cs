using Lti.Storage.PostgreSql.Internal.Batching;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Tests which calls a statement takes from the queue and which stay in it.</summary>
public sealed class CallQueueTests : IAsyncDisposable
{
    private readonly PostgreSqlLtiStorage _storage = new("Host=nowhere.invalid");
    private readonly BatchMetrics _metrics;

    public CallQueueTests() => _metrics = new BatchMetrics(_storage);

    [Fact]
    public void Call_that_arrives_during_a_failed_wait_for_a_connection_stays_in_the_queue()
    {
        var queue = new CallQueue<int, bool>(new BatchLimits(Statements: 1, Calls: 2), size: null);
        Enter(queue, 0, 1, 2, 3);

        var last = queue.HandOn();
        Enter(queue, 4, 5);

        Assert.Equal([1, 2, 3], queue.TakeThrough(last!.Value).Select(call => call.Arguments));
        Assert.Equal([4, 5], queue.Take().Select(call => call.Arguments));
    }

    [Fact]
    public void Statement_slot_is_free_again_after_all_queued_calls_have_left()
    {
        var queue = new CallQueue<int, bool>(new BatchLimits(Statements: 1), size: null);
        var waiting = Enter(queue, 0, 1, 2);
        Assert.NotNull(queue.HandOn());

        Assert.All(waiting, call => Assert.True(queue.TryLeave(call)));

        Assert.Empty(queue.Take());
        Assert.Null(queue.HandOn());
        Assert.Null(queue.Enter(3, _metrics, out _));
    }

    [Fact]
    public void Sum_of_sizes_does_not_overflow()
    {
        var queue = new CallQueue<int, bool>(new BatchLimits(Statements: 1), static size => size);
        foreach (var size in new[] { 0, int.MaxValue, int.MaxValue, 1 })
        {
            queue.Enter(size, _metrics, out _);
        }

        Assert.Equal([int.MaxValue], queue.Take().Select(call => call.Arguments));
    }

    [Fact]
    public void Queued_bytes_can_put_a_call_beyond_the_next_statements()
    {
        var queue = new CallQueue<int, bool>(new BatchLimits(Statements: 2) { Bytes = 5 }, static size => size);

        Assert.Equal([false, false, false, false, false, true], new[] { 100, 100, 4, 4, 4, 1 }.Select(IsBeyond).ToArray());
        queue.TakeThrough(1);
        Assert.Equal([false, true], new[] { 3, 1 }.Select(IsBeyond).ToArray());

        bool IsBeyond(int bytes)
        {
            queue.Enter(bytes, _metrics, out var isBeyond);
            return isBeyond;
        }
    }

    public ValueTask DisposeAsync()
    {
        _metrics.Dispose();
        return _storage.DisposeAsync();
    }

    private List<QueuedCall<int, bool>> Enter(CallQueue<int, bool> queue, params IEnumerable<int> calls)
        => [.. calls.Select(call => queue.Enter(call, _metrics, out _)).OfType<QueuedCall<int, bool>>()];
}
