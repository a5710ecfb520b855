namespace Lti.Storage.Benchmarks;

/// <summary>
/// How far a sampled figure rose over its samples, by Theil and Sen: the median of the slopes between all pairs, which a few wild samples don't move,
/// with the bound that Kendall's test gives it.
/// </summary>
/// <param name="Rise">The rise from the first sample to the last.</param>
/// <param name="LeastRise">What that rise is at least, at 97.5 % confidence.</param>
internal sealed record Trend(double Rise, double LeastRise)
{
    private const double Normal = 1.959964;

    /// <summary>The trend of samples, at least two, that were taken at equal intervals.</summary>
    public static Trend Of(IReadOnlyList<double> samples)
    {
        var count = samples.Count;
        var slopes = new List<double>(count * (count - 1) / 2);
        for (var from = 0; from < count; from++)
        {
            for (var to = from + 1; to < count; to++)
            {
                slopes.Add((samples[to] - samples[from]) / (to - from));
            }
        }

        slopes.Sort();
        var deviation = Math.Sqrt(count * (count - 1) * ((2 * count) + 5) / 18.0);
        var least = (int)Math.Clamp((slopes.Count - (Normal * deviation)) / 2, 0, slopes.Count - 1);
        return new Trend(Quantile.Median(slopes) * (count - 1), slopes[least] * (count - 1));
    }
}
