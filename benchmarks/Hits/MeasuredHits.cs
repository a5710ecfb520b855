namespace Lti.Storage.Benchmarks;

/// <summary>Medians over the rounds; the ratio is the median of the rounds' ratios, with the quartiles beside it.</summary>
internal sealed record MeasuredHits(string Name, double Microseconds, double CpuMicroseconds, double Bytes, double Ratio, double LowRatio, double HighRatio, double CpuRatio)
{
    public static MeasuredHits Of(string name, IReadOnlyList<MeanCall> taken, IReadOnlyList<MeanCall> baseline)
    {
        double[] ratios = [.. taken.Zip(baseline, (one, other) => one.Microseconds / other.Microseconds)];
        return new MeasuredHits(
            name,
            Quantile.Of(taken.Select(one => one.Microseconds), 0.5),
            Quantile.Of(taken.Select(one => one.CpuMicroseconds), 0.5),
            Quantile.Of(taken.Select(one => one.Bytes), 0.5),
            Quantile.Of(ratios, 0.5),
            Quantile.Of(ratios, 0.25),
            Quantile.Of(ratios, 0.75),
            Quantile.Of(taken.Zip(baseline, (one, other) => one.CpuMicroseconds / other.CpuMicroseconds), 0.5));
    }
}
