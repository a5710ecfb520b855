namespace Lti.Storage.Benchmarks;

/// <summary>A figure that is sampled while a soak runs, and must not grow.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="IsBytes">Whether it counts bytes.</param>
/// <param name="Tolerance">What it may rise over the second half, as a part of its median then.</param>
/// <param name="Slack">What it may rise whatever its size: a figure moves a little without growing.</param>
internal sealed record Gauge(string Name, bool IsBytes, double Tolerance, double Slack)
{
    private const long MB = 1 << 20;

    public static Gauge Memory { get; } = new("managed memory after a collection", IsBytes: true, 0.1, 2 * MB);

    public static Gauge WorkingSet { get; } = new("working set", IsBytes: true, 0.2, 32 * MB);

    public static Gauge Handles { get; } = new("handles", IsBytes: false, 0.1, 5);

    public static Gauge Threads { get; } = new("threads", IsBytes: false, 0.1, 5);

    public static Gauge Connections { get; } = new("connections", IsBytes: false, 0, 2);

    public static Gauge Table(string name) => new($"table {name}", IsBytes: true, 0.1, MB);

    /// <summary>
    /// Looks at the second half of the samples: what a run begins with, such as filling its caches, is over by then. It grows if its trend says so and
    /// its last quarter stands above the one before, which a figure that rises and falls back, as between two vacuums, does not do.
    /// </summary>
    public GaugeVerdict Judge(IReadOnlyList<double> samples)
    {
        double[] second = [.. samples.Skip(samples.Count / 2)];
        var trend = Trend.Of(second);
        var median = Quantile.Median(second);
        var allowed = Math.Max(Tolerance * median, Slack);
        var step = Quantile.Median(second.Skip(second.Length / 2)) - Quantile.Median(second.Take(second.Length / 2));
        return new GaugeVerdict(median, trend, allowed, trend.LeastRise > allowed && step > allowed / 2);
    }
}
