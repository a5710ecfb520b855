using System.Globalization;
using Lti.Storage.Benchmarks.PostgreSql.EfCore;

namespace Lti.Storage.Benchmarks.PostgreSql;

/// <summary>The statements of <see cref="StatementBenchmarks"/> in one process, the contenders in turns.</summary>
internal static class RatiosMode
{
    private const int Rounds = 20;

    public static async Task<int> RunAsync(IReadOnlyList<string> names)
    {
        var types = StatementBenchmarks.All.Where(type => names.Count == 0 || names.Any(name => type.Name.Contains(name, StringComparison.Ordinal))).ToList();
        if (types.Count == 0)
        {
            await Console.Error.WriteLineAsync($"No statement is called {string.Join(" or ", names)}.");
            return 2;
        }

        Console.WriteLine();
        Console.WriteLine("| Statement | Callers | Contender | Time | Ratio (quartiles) | CPU | CPU ratio | Allocated | More than Npgsql |");
        Console.WriteLine("|---|---|---|---:|---:|---:|---:|---:|---:|");
        foreach (var type in types.OrderBy(type => type.Name, StringComparer.Ordinal))
        {
            foreach (var callers in new[] { 1, 10 })
            {
                await RunAsync(type, callers);
            }
        }

        return 0;
    }

    private static async Task RunAsync(Type type, int callers)
    {
        var statement = (StatementBenchmarks)Activator.CreateInstance(type)!;
        statement.CallersAtOnce = callers;
        await using var database = BenchmarkDatabase.OfThisRun();
        await database.ResetAsync();
        await using var npgsql = new NpgsqlContender(database.ConnectionString);
        await using var efCore = new EfCoreContender(database.ConnectionString);
        await using var provider = new ProviderContender(database.ConnectionString);
        var results = await new Interleaved(Rounds).RunAsync(
            StatementBenchmarks.Calls,
            new Contest("Npgsql", statement.PrepareAsync, () => statement.RunAsync(npgsql)),
            new Contest("EF Core", statement.PrepareAsync, () => statement.RunAsync(efCore)),
            new Contest("Provider", statement.PrepareAsync, () => statement.RunAsync(provider)));
        var name = type.Name.Replace("Benchmarks", "", StringComparison.Ordinal);
        foreach (var result in results)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {callers} | {result.Name} | {result.Microseconds:N0} µs | {result.Ratio:N2} ({result.LowRatio:N2}–{result.HighRatio:N2}) | {result.CpuMicroseconds:N0} µs | {result.CpuRatio:N2} | {result.Bytes:N0} B | {result.Bytes - results[0].Bytes:N0} B |"));
        }
    }
}
