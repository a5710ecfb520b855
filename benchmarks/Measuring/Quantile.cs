namespace Lti.Storage.Benchmarks;

/// <summary>Computes quantiles of few figures. Latencies use a histogram.</summary>
internal static class Quantile
{
    /// <summary>Interpolates between the two nearest figures.</summary>
    public static double Of(IEnumerable<double> values, double quantile)
    {
        double[] sorted = [.. values.Order()];
        var place = quantile * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
