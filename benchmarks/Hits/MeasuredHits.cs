namespace Lti.Storage.Benchmarks;

/// <summary>Medians over the rounds. The ratio is that of the medians, so that a row agrees with the baseline's; beside it are the quartiles of the rounds' ratios.</summary>
internal sealed record MeasuredHits(string Name, double Microseconds, double Bytes, double Ratio, double LowRatio, double HighRatio)
{
    public static MeasuredHits Of(string name, IReadOnlyList<MeanCall> taken, IReadOnlyList<MeanCall> baseline)
    {
        double[] ratios = [.. taken.Zip(baseline, (one, other) => one.Microseconds / other.Microseconds)];
        var (own, its) = (Time(taken), Time(baseline));
        return new MeasuredHits(name, own, Quantile.Median(taken.Select(one => one.Bytes)), own / its, Quantile.Of(ratios, 0.25), Quantile.Of(ratios, 0.75));
    }

    private static double Time(IReadOnlyList<MeanCall> taken) => Quantile.Median(taken.Select(one => one.Microseconds));
}
