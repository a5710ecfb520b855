namespace Lti.Storage.Benchmarks;

/// <summary>Runs calls of concurrent callers for a limited time or number of calls.</summary>
/// <remarks>Each caller starts its next call when its last call is answered.</remarks>
internal sealed class Slice(int callers, int calls, TimeSpan time)
{
    // A TimeSpan has a resolution of 100 nanoseconds. A call in memory is faster.
    private static readonly double _nanosecondsPerTick = 1e9 / TimeProvider.System.TimestampFrequency;

    private readonly long[] _latencies = new long[calls];
    private readonly long _length = (long)(time.TotalSeconds * TimeProvider.System.TimestampFrequency);
    private long _end;

    public int Callers => callers;

    public int Calls => calls;

    /// <summary>Runs the slice. The callers are created before the clock starts.</summary>
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
            [.. _latencies.Where(ticks => ticks > 0).Select(ticks => (long)(ticks * _nanosecondsPerTick))]);
        all.ForEach(caller => caller.Dispose());
        return taken;
    }

    public bool IsOver(long now) => now >= _end;

    /// <summary>Records the duration of a call in ticks of the clock.</summary>
    public void Note(int call, long ticks) => _latencies[call] = Math.Max(ticks, 1);
}
