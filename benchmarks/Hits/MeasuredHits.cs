namespace Lti.Storage.Benchmarks;

/// <summary>Geometric means over the rounds, and the ratio to the baseline with its 95 % interval; bytes are a median, since most calls take none.</summary>
internal sealed record MeasuredHits(string Name, double Microseconds, double Bytes, Interval Ratio)
{
    public static MeasuredHits Of(string name, IReadOnlyList<MeanCall> taken, IReadOnlyList<MeanCall> baseline) => new(
        name,
        Mean.Geometric(Times(taken)),
        Quantile.Median(taken.Select(one => one.Bytes)),
        Interval.OfRatios(Times(taken), Times(baseline)));

    private static double[] Times(IReadOnlyList<MeanCall> taken) => [.. taken.Select(one => one.Microseconds)];
}
