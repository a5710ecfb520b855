using Lti.Storage.Caching.Internal.Loading;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>Loads by themselves: who joins which, and what a change meets (rules H2 and H3).</summary>
[CacheRule("H2", "H3")]
public sealed class FlightTests
{
    private const string Key = "key";

    private readonly List<TaskCompletionSource<int>> _reads = [];
    private readonly SingleFlight<string, int> _loads;
    private Func<Load, bool> _holds = static _ => true;
    private Action<Load> _keep = static _ => { };

    public FlightTests() => _loads = new(Read, (_, load) => _holds(load), (_, load, _) => _keep(load), TimeSpan.FromMinutes(1), TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_load_found_is_kept_before_a_change_meets_the_load_no_more()
    {
        _keep = _ => _loads.Drop(Key);
        var load = new Load(0, default);
        var find = Join(load);

        _reads[0].SetResult(1);

        await find;
        Assert.True(load.IsDropped);
    }

    [Fact]
    public async Task A_dropped_load_is_joined_by_none_and_leaves_its_successor_where_others_and_changes_meet_it()
    {
        var successor = new Load(0, default);
        var dropped = Join(new(0, default));
        _loads.Drop(Key);
        var begun = Join(successor);

        _reads[0].SetResult(1);
        Assert.Equal(1, await dropped);
        await AssertIsMetAsync(successor, begun);
    }

    [Fact]
    public async Task An_overtaken_load_gives_its_place_to_the_next_where_others_and_changes_meet_it()
    {
        var (overtaken, next) = (new Load(0, default), new Load(0, default));
        var first = Join(overtaken);
        _holds = load => load != overtaken;
        var begun = Join(next);

        _reads[0].SetResult(1);
        Assert.Equal(1, await first);
        await AssertIsMetAsync(next, begun);
    }

    [Fact]
    public async Task A_load_does_not_run_what_its_callers_do_next()
    {
        var flight = new Flight<int>(new(0, default));
        var next = flight.Landing.ContinueWith(static _ => Thread.CurrentThread, Token, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        var lander = new Thread(() => flight.Land(1));

        lander.Start();
        lander.Join();

        Assert.NotSame(lander, await next);
    }

    private async Task AssertIsMetAsync(Load load, Task<int> begun)
    {
        var joined = Join(new(0, default));
        Assert.Equal(2, _reads.Count);
        _loads.Drop(Key);
        Assert.True(load.IsDropped);

        _reads[1].SetResult(2);
        Assert.Equal(2, await begun);
        Assert.Equal(2, await joined);
        Assert.Equal(0, _loads.Count);
    }

    private Task<int> Join(Load load) => _loads.JoinAsync(Key, load, Token).AsTask();

    private ValueTask<int> Read(string key, CancellationToken cancellationToken)
    {
        _reads.Add(new());
        return new(_reads[^1].Task);
    }
}
