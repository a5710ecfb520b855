namespace Lti.Storage.Benchmarks.Tests;

/// <summary>A reader divides two rows' times and gets the ratio that stands beside them.</summary>
public sealed class ConsistencyTests
{
    private static readonly double[] _own = [120, 900, 130, 95, 410];
    private static readonly double[] _floor = [100, 80, 300, 90, 100];

    [Fact]
    public void Growth_is_that_of_the_times_shown()
    {
        var growth = new Growth(new Series("call", 1, Budget.Launch, (_, _) => Task.CompletedTask), ScaleOptions.InMemory, [1_000, 10_000], [_floor, _own]);

        Assert.Equal(growth.Ratio.Value, growth.Microseconds(1) / growth.Microseconds(0), tolerance: 1e-9);
    }

    [Fact]
    public void A_first_launch_is_against_the_floors_as_its_ratio_says()
    {
        var (own, floor) = (Started(_own), Started(_floor));

        var result = StartedResult.Of("provider", own, floor);

        Assert.Equal(result.RatioToFloor!.Value, result.FirstLaunchMilliseconds / StartedResult.Of("npgsql", floor, floor).FirstLaunchMilliseconds, tolerance: 1e-3);
    }

    [Fact]
    public async Task Calls_a_second_are_against_the_floors_as_their_ratio_says()
    {
        await using var contestant = new MemoryContestant("inmemory");
        var (own, floor) = (Cell(contestant, _own), Cell(contestant, _floor));

        var (result, its) = (own.ToResult(new StoreNonce(), callers: 1, floor), floor.ToResult(new StoreNonce(), callers: 1, floor));

        Assert.Equal(result.RatioToFloor!.Value, result.OpsPerSecond / its.OpsPerSecond, tolerance: 1e-3);
    }

    private static StartedProcess[] Started(double[] milliseconds) => [.. milliseconds.Select(one => new StartedProcess(40, 1, one, 1, 1, 1))];

    // Rounds of one length, with ever other numbers of calls.
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
