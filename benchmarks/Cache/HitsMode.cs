using System.Globalization;

namespace Lti.Storage.Benchmarks;

/// <summary>Hits of the cache in one process, the contenders in turns, by one caller and by two at once.</summary>
internal static class HitsMode
{
    private const int Rounds = 200;
    private const int Calls = 50_000;

    public static async Task<int> RunAsync()
    {
        Console.WriteLine();
        Console.WriteLine("| Hit | Callers | Contender | Time | Ratio (quartiles) | Allocated |");
        Console.WriteLine("|---|---:|---|---:|---:|---:|");
        await RunAsync("session", await SessionHits.CreateAsync());
        await RunAsync("launch", await LaunchHits.CreateAsync(LaunchHit.Exact));
        await RunAsync("launch through default", await LaunchHits.CreateAsync(LaunchHit.Default));
        await RunAsync("unknown launch", await LaunchHits.CreateAsync(LaunchHit.Unknown));
        return 0;
    }

    private static async Task RunAsync<THits>(string name, THits hits)
        where THits : struct, IHits
    {
        foreach (var callers in new[] { 1, 2 })
        {
            var results = await new Interleaved(Rounds).RunAsync(
                Calls,
                Contest<HitLoop.TryGet>("TryGet"),
                Contest<HitLoop.TryGetExpiring>("TryGet, expiring"),
                Contest<HitLoop.Cached>("Cached"),
                Contest<HitLoop.MemoryCache>("MemoryCache"),
                Contest<HitLoop.HybridCache>("HybridCache"),
                Contest<HitLoop.FusionCache>("FusionCache"));
            foreach (var result in results)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {callers} | {result.Name} | {result.Microseconds * 1000:N1} ns | {result.Ratio:N2} ({result.LowRatio:N2}–{result.HighRatio:N2}) | {result.Bytes / callers:N0} B |"));
            }

            Contest Contest<TContender>(string contender)
                where TContender : struct, ICacheContender
                => new(contender, () => Task.CompletedTask, () => RunAsync(callers, () => HitLoop.Run<TContender, THits>(hits, Calls)));
        }
    }

    private static Task RunAsync(int callers, Action loop)
    {
        if (callers > 1)
        {
            return Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(loop)));
        }

        loop();
        return Task.CompletedTask;
    }
}
