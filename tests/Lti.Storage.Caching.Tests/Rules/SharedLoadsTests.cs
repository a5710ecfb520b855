using Lti.Storage.Caching.Internal.Loading;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>Tests shared loads alone: which load a caller joins, and which load a change finds (rules H2 and H3).</summary>
[CacheRule("H2", "H3")]
public sealed class SharedLoadsTests
{
    private const string Key = "key";

    private readonly List<TaskCompletionSource<int>> _reads = [];
    private readonly SharedLoads<string, int> _loads;
    private Func<Load<int>, bool> _holds = static _ => true;
    private Action<Load<int>> _keep = static _ => { };

    public SharedLoadsTests()
        => _loads = new(Read, (_, load) => _holds(load), (_, load, _) => _keep(load), TimeSpan.FromMinutes(1), TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Change_finds_a_load_until_its_answer_is_cached()
    {
        _keep = _ => _loads.Overtake(Key);
        var load = new Load<int>(0, default);
        var find = Join(load);

        _reads[0].SetResult(1);

        await find;
        Assert.True(load.IsOvertaken);
    }

    [Fact]
    public async Task Overtaken_load_leaves_its_successor_in_place()
    {
        var successor = new Load<int>(0, default);
        var overtaken = Join(new(0, default));
        _loads.Overtake(Key);
        var started = Join(successor);

        _reads[0].SetResult(1);
        Assert.Equal(1, await overtaken);
        await AssertIsFoundAsync(successor, started);
    }

    [Fact]
    public async Task Load_that_does_not_hold_is_overtaken_and_replaced()
    {
        var (old, next) = (new Load<int>(0, default), new Load<int>(0, default));
        var first = Join(old);
        _holds = load => load != old;
        var started = Join(next);
        Assert.True(old.IsOvertaken);

        _reads[0].SetResult(1);
        Assert.Equal(1, await first);
        await AssertIsFoundAsync(next, started);
    }

    [Fact]
    public async Task Load_does_not_run_its_callers_code()
    {
        var load = new Load<int>(0, default);
        var next = load.Completion.ContinueWith(
            static _ => Thread.CurrentThread, Token, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        var completer = new Thread(() => load.Complete(1));

        completer.Start();
        completer.Join();

        Assert.NotSame(completer, await next);
    }

    private async Task AssertIsFoundAsync(Load<int> load, Task<int> started)
    {
        var joined = Join(new(0, default));
        Assert.Equal(2, _reads.Count);
        _loads.Overtake(Key);
        Assert.True(load.IsOvertaken);

        _reads[1].SetResult(2);
        Assert.Equal(2, await started);
        Assert.Equal(2, await joined);
        Assert.Equal(0, _loads.Count);
    }

    private Task<int> Join(Load<int> load) => _loads.JoinAsync(Key, load, Token).AsTask();

    private ValueTask<int> Read(string key, CancellationToken cancellationToken)
    {
        _reads.Add(new());
        return new(_reads[^1].Task);
    }
}
