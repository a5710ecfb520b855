namespace Lti.Storage.Benchmarks;

/// <summary>
/// A stretch of calls by several callers at once, each with the next call as soon as one is answered. It ends when its time is over, or its prepared
/// calls are used up.
/// </summary>
internal sealed class Slice(int callers, int calls, TimeSpan time)
{
    // A TimeSpan counts in steps of 100 nanoseconds, and an answer out of memory takes less.
    private static readonly double _nanosecondsATick = 1e9 / TimeProvider.System.TimestampFrequency;

    private readonly long[] _latencies = new long[calls];
    private readonly long _length = (long)(time.TotalSeconds * TimeProvider.System.TimestampFrequency);
    private long _end;

    public int Callers => callers;

    public int Calls => calls;

    /// <summary>Runs it. What the callers themselves take is made before.</summary>
    public async Task<Taken> RunAsync(Operation operation, IContender contender)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var all = Enumerable.Range(0, Math.Min(callers, calls)).Select(first => new Caller(this, first, gate.Task)).ToList();
        var running = Task.WhenAll([.. all.Select(caller => operation.CallAsync(contender, caller))]);
        var (bytes, cpu) = (GC.GetTotalAllocatedBytes(precise: true), Environment.CpuUsage.TotalTime);
        var start = TimeProvider.System.GetTimestamp();
        _end = time == Timeout.InfiniteTimeSpan ? long.MaxValue : start + _length;
        gate.SetResult();
        await running;
        var elapsed = TimeProvider.System.GetElapsedTime(start);
        var taken = new Taken(
            all.Sum(caller => caller.Made),
            elapsed,
            Environment.CpuUsage.TotalTime - cpu,
            GC.GetTotalAllocatedBytes(precise: true) - bytes,
            [.. _latencies.Where(ticks => ticks > 0).Select(ticks => (long)(ticks * _nanosecondsATick))]);
        all.ForEach(caller => caller.Dispose());
        return taken;
    }

    public bool IsOver(long now) => now >= _end;

    /// <summary>A call of this slice took so long, in ticks of the clock.</summary>
    public void Note(int call, long ticks) => _latencies[call] = Math.Max(ticks, 1);
}
