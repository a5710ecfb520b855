namespace Lti.Storage.Benchmarks;

/// <summary>An estimate with its 95 % confidence interval.</summary>
internal sealed record Interval(double Value, double Low, double High)
{
    private const double Normal = 1.959964;

    /// <summary>Computes the mean ratio of two series that were measured in the same rounds.</summary>
    /// <remarks>
    /// The mean is geometric: twice as fast and half as fast cancel out. The interval uses Student's t and needs at least two rounds.
    /// </remarks>
    public static Interval OfRatios(IReadOnlyList<double> figures, IReadOnlyList<double> floor)
    {
        double[] logarithms = [.. figures.Zip(floor, (one, other) => Math.Log(one / other))];
        var mean = logarithms.Average();
        var variance = logarithms.Sum(value => (value - mean) * (value - mean)) / (logarithms.Length - 1);
        var margin = Student(logarithms.Length - 1) * Math.Sqrt(variance / logarithms.Length);
        return new Interval(Math.Exp(mean), Math.Exp(mean - margin), Math.Exp(mean + margin));
    }

    // The two-sided 95 % quantile: exact for 1 and 2 degrees and Hill's series around the normal quantile for more.
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
