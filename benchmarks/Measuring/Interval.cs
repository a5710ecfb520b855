namespace Lti.Storage.Benchmarks;

/// <summary>An estimate, and what it may be at 95 % confidence.</summary>
internal sealed record Interval(double Value, double Low, double High)
{
    private const double Normal = 1.959964;

    /// <summary>The mean ratio of figures that were taken in the same rounds: what a round has for all alike falls out.</summary>
    /// <remarks>Of logarithms, so that twice as fast and half as fast cancel out, with Student's t since rounds are few; there have to be two.</remarks>
    public static Interval OfRatios(IReadOnlyList<double> figures, IReadOnlyList<double> floor)
    {
        double[] logarithms = [.. figures.Zip(floor, (one, other) => Math.Log(one / other))];
        var mean = logarithms.Average();
        var variance = logarithms.Sum(value => (value - mean) * (value - mean)) / (logarithms.Length - 1);
        var margin = Student(logarithms.Length - 1) * Math.Sqrt(variance / logarithms.Length);
        return new Interval(Math.Exp(mean), Math.Exp(mean - margin), Math.Exp(mean + margin));
    }

    // The two-sided 95 % quantile: exact for the first two, then Hill's series about the normal distribution's.
    internal static double Student(int degrees) => degrees switch
    {
        1 => 12.7062,
        2 => 4.30265,
        _ => Normal
            + ((Math.Pow(Normal, 3) + Normal) / (4.0 * degrees))
            + (((5 * Math.Pow(Normal, 5)) + (16 * Math.Pow(Normal, 3)) + (3 * Normal)) / (96 * Math.Pow(degrees, 2)))
            + (((3 * Math.Pow(Normal, 7)) + (19 * Math.Pow(Normal, 5)) + (17 * Math.Pow(Normal, 3)) - (15 * Normal)) / (384 * Math.Pow(degrees, 3))),
    };
}
