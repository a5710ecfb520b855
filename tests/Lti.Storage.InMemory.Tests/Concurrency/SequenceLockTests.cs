using Lti.Storage.InMemory.Internal;

namespace Lti.Storage.InMemory.Tests.Concurrency;

public sealed class SequenceLockTests
{
    private readonly SequenceLock _lock = new();
    private (int One, int Two) _values;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_read_that_a_write_overlapped_is_read_again()
    {
        var reads = 0;
        using var read = new ManualResetEventSlim();
        using var written = new ManualResetEventSlim();
        var reader = Task.Factory.StartNew(
            () => _lock.Read(this, test =>
            {
                var one = test._values.One;
                if (++reads == 1)
                {
                    read.Set();
                    written.Wait(Token);
                }

                return (one, test._values.Two);
            }),
            Token,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        read.Wait(Token);
        _lock.Write(() => _values = (1, 1));
        written.Set();

        Assert.Equal((1, 1), await reader);
        Assert.Equal(2, reads);
    }

    [Fact]
    public async Task A_read_that_begins_within_a_write_waits_for_it()
    {
        var reads = 0;
        Task<(int, int)>? reader = null;
        _lock.Write(() =>
        {
            _values.One = 1;
            using var started = new ManualResetEventSlim();
            reader = Task.Factory.StartNew(
                () =>
                {
                    started.Set();
                    return _lock.Read(this, test =>
                    {
                        Interlocked.Increment(ref reads);
                        return test._values;
                    });
                },
                Token,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
            started.Wait(Token);
            Assert.Equal(0, Volatile.Read(ref reads));
            return _values.Two = 1;
        });

        Assert.Equal((1, 1), await reader!);
        Assert.Equal(1, reads);
    }

    [Fact]
    public void A_writer_may_read_what_it_has_written()
        => Assert.Equal((3, 0), _lock.Write(() =>
        {
            _values.One = 3;
            return _lock.Read(this, static test => test._values);
        }));

    [Fact]
    public void A_write_that_fails_leaves_the_lock_free()
    {
        Assert.Throws<InvalidOperationException>(() => _lock.Write<int>(() => throw new InvalidOperationException("Refused.")));

        Assert.Equal((0, 0), _lock.Read(this, static test => test._values));
        Assert.Equal(1, _lock.Write(() => 1));
    }

    [Fact]
    public async Task Writers_exclude_each_other()
    {
        const int Rounds = 20_000;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () =>
            {
                for (var i = 0; i < Rounds; i++)
                {
                    _lock.Write(() => _values = (_values.One + 1, _values.Two + 1));
                }
            },
            Token)));

        Assert.Equal((4 * Rounds, 4 * Rounds), _lock.Read(this, static test => test._values));
    }
}
