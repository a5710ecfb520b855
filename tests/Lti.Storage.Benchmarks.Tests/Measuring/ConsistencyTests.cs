namespace Lti.Storage.Benchmarks.Tests;

/// <summary>The ratio in a table equals the quotient of the figures beside it.</summary>
public sealed class ConsistencyTests
{
    private static readonly double[] _own = [120, 900, 130, 95, 410];
    private static readonly double[] _floor = [100, 80, 300, 90, 100];

    [Fact]
    public void Growth_equals_the_ratio_of_the_shown_times()
    {
        var growth = new Growth(new Series("call", 1, Budget.Launch, (_, _) => Task.CompletedTask), ScaleOptions.InMemory, [1_000, 10_000], [_floor, _own]);

        Assert.Equal(growth.Ratio.Value, growth.Microseconds(1) / growth.Microseconds(0), tolerance: 1e-9);
    }

    [Fact]
    public void Ratio_of_first_launches_equals_the_ratio_of_the_shown_times()
    {
        var (own, floor) = (Started(_own), Started(_floor));

        var result = StartedResult.Of("provider", own, floor);

        Assert.Equal(result.RatioToFloor!.Value, result.FirstLaunchMilliseconds / StartedResult.Of("npgsql", floor, floor).FirstLaunchMilliseconds, tolerance: 1e-3);
    }

    [Fact]
    public async Task Ratio_of_calls_per_second_equals_the_ratio_of_the_shown_figures()
    {
        await using var contestant = new MemoryContestant("inmemory");
        var (own, floor) = (Cell(contestant, _own), Cell(contestant, _floor));

        var (result, its) = (own.ToResult(new StoreNonce(), callers: 1, floor), floor.ToResult(new StoreNonce(), callers: 1, floor));

        Assert.Equal(result.RatioToFloor!.Value, result.OpsPerSecond / its.OpsPerSecond, tolerance: 1e-3);
    }

    private static StartedProcess[] Started(double[] milliseconds) => [.. milliseconds.Select(one => new StartedProcess(40, 1, one, 1, 1, 1))];

    // Rounds of the same length with different numbers of calls.
    private static ComparedCell Cell(MemoryContestant contestant, double[] calls)
    {
        var cell = new ComparedCell(contestant);
        foreach (var count in calls)
        {
            cell.Add(new Taken((int)count, TimeSpan.FromMilliseconds(10), Cpu: null, Bytes: null, Nanoseconds: [1000]));
        }

        return cell;
    }
}
