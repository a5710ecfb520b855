using System.Diagnostics;

namespace Lti.Storage.Benchmarks;

/// <summary>Reads the gauges.</summary>
internal sealed class Sampler(BenchmarkDatabase database)
{
    private static readonly string[] _tables = ["clients", "nonces", "sessions", "registration_sessions"];

    public static IReadOnlyList<Gauge> Gauges { get; } =
        [Gauge.Memory, Gauge.WorkingSet, Gauge.Handles, Gauge.Threads, Gauge.Connections, .. _tables.Select(Gauge.Table)];

    public async Task<IReadOnlyDictionary<string, double>> ReadAsync(CancellationToken cancellationToken)
    {
        using var process = Process.GetCurrentProcess();
        var figures = new OrderedDictionary<string, double>(StringComparer.Ordinal)
        {
            [Gauge.Memory.Name] = GC.GetTotalMemory(forceFullCollection: true),
            [Gauge.WorkingSet.Name] = process.WorkingSet64,
            [Gauge.Handles.Name] = Directory.Exists("/proc/self/fd") ? Directory.EnumerateFileSystemEntries("/proc/self/fd").Count() : process.HandleCount,
            [Gauge.Threads.Name] = process.Threads.Count,
        };
        var counts = await database.QueryAsync<long>(
            $"""
            SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
            UNION ALL {string.Join(" UNION ALL ", _tables.Select(table => $"SELECT pg_total_relation_size('{table}')"))}
            """,
            cancellationToken);
        foreach (var (gauge, count) in _tables.Select(Gauge.Table).Prepend(Gauge.Connections).Zip(counts))
        {
            figures[gauge.Name] = count;
        }

        return figures;
    }
}
