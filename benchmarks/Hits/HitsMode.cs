using System.Globalization;

namespace Lti.Storage.Benchmarks;

/// <summary>Hits of the cache in one process, the contenders in turns, by one caller and by two at once.</summary>
internal sealed class HitsMode(Run run, int rounds)
{
    public const int DefaultRounds = 200;

    private const int Calls = 50_000;

    private readonly TimeSpan _expected = TimeSpan.FromSeconds(rounds * 0.9);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await run.BeginAsync("Hits of the cache", server: null, _expected);
        await run.Output.WriteLineAsync("| Hit | Callers | Contender | Time | Ratio (95 %) | Allocated |");
        await run.Output.WriteLineAsync("|---|---:|---|---:|---:|---:|");
        await RunAsync("session", await SessionHits.CreateAsync(), cancellationToken);
        await RunAsync("launch", await LaunchHits.CreateAsync(LaunchHit.Exact), cancellationToken);
        await RunAsync("launch through default", await LaunchHits.CreateAsync(LaunchHit.Default), cancellationToken);
        await RunAsync("unknown launch", await LaunchHits.CreateAsync(LaunchHit.Unknown), cancellationToken);
        await run.EndAsync();
        return 0;
    }

    private async Task RunAsync<THits>(string name, THits hits, CancellationToken cancellationToken)
        where THits : struct, IHits
    {
        foreach (var callers in new[] { 1, 2 })
        {
            cancellationToken.ThrowIfCancellationRequested();
            var results = await new Interleaved(rounds).RunAsync(
                Calls,
                ContestOf<HitLoop.TryGet, THits>(hits, callers, "TryGet"),
                ContestOf<HitLoop.TryGetExpiring, THits>(hits, callers, "TryGet, expiring"),
                ContestOf<HitLoop.Cached, THits>(hits, callers, "Cached"),
                ContestOf<HitLoop.MemoryCache, THits>(hits, callers, "MemoryCache"),
                ContestOf<HitLoop.HybridCache, THits>(hits, callers, "HybridCache"),
                ContestOf<HitLoop.FusionCache, THits>(hits, callers, "FusionCache"));
            foreach (var result in results)
            {
                await run.Output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {callers} | {result.Name} | {result.Microseconds * 1000:N1} ns | {result.Ratio.Value:N2} ({result.Ratio.Low:N2}–{result.Ratio.High:N2}) | {result.Bytes / callers:N0} B |"));
            }
        }
    }

    // A method of its own: the compiler keeps the delegate of a lambda in a generic local function for all of its type arguments.
    private static Contest ContestOf<TContender, THits>(THits hits, int callers, string contender)
        where TContender : struct, ICacheContender
        where THits : struct, IHits
        => new(contender, () => RunAsync(callers, () => HitLoop.Run<TContender, THits>(hits, Calls)));

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
