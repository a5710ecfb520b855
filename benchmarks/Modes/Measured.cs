namespace Lti.Storage.Benchmarks;

/// <summary>Medians over the rounds; the ratio is the median of the rounds' ratios, with the quartiles beside it.</summary>
internal sealed record Measured(string Name, double Microseconds, double CpuMicroseconds, double Bytes, double Ratio, double LowRatio, double HighRatio, double CpuRatio)
{
    public static Measured Of(string name, IReadOnlyList<Taken> taken, IReadOnlyList<Taken> baseline)
    {
        double[] ratios = [.. taken.Zip(baseline, (one, other) => one.Microseconds / other.Microseconds)];
        return new Measured(
            name,
            Quantile(taken.Select(one => one.Microseconds), 0.5),
            Quantile(taken.Select(one => one.CpuMicroseconds), 0.5),
            Quantile(taken.Select(one => one.Bytes), 0.5),
            Quantile(ratios, 0.5),
            Quantile(ratios, 0.25),
            Quantile(ratios, 0.75),
            Quantile(taken.Zip(baseline, (one, other) => one.CpuMicroseconds / other.CpuMicroseconds), 0.5));
    }

    public static double Quantile(IEnumerable<double> values, double quantile)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)(quantile * (sorted.Length - 1))];
    }
}
