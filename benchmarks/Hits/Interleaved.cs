namespace Lti.Storage.Benchmarks;

/// <summary>
/// Measures several ways to do the same in turns, so that whatever else the machine does hits all of them alike, and compares them round by round.
/// </summary>
/// <param name="rounds">How often each is measured.</param>
internal sealed class Interleaved(int rounds)
{
    private const int WarmUpRounds = 2;

    /// <summary>Runs them, each <paramref name="calls"/> calls in one go; the first is what the others are compared with.</summary>
    public async Task<IReadOnlyList<MeasuredHits>> RunAsync(int calls, params Contest[] contests)
    {
        var taken = contests.Select(_ => new List<MeanCall>()).ToArray();
        for (var round = -WarmUpRounds; round < rounds; round++)
        {
            for (var turn = 0; turn < contests.Length; turn++)
            {
                // Whoever comes first differs from round to round.
                var i = (turn + round + WarmUpRounds) % contests.Length;
                var one = await TakeAsync(contests[i].Run, calls);
                if (round >= 0)
                {
                    taken[i].Add(one);
                }
            }
        }

        return [.. contests.Select((contest, i) => MeasuredHits.Of(contest.Name, taken[i], taken[0]))];
    }

    private static async Task<MeanCall> TakeAsync(Func<Task> run, int calls)
    {
        var (start, bytes) = (TimeProvider.System.GetTimestamp(), GC.GetTotalAllocatedBytes(precise: true));
        await run();
        var elapsed = TimeProvider.System.GetElapsedTime(start);
        return new MeanCall(elapsed.TotalMicroseconds / calls, (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)calls);
    }
}
