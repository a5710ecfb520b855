namespace Lti.Storage.Benchmarks;

/// <summary>Means over rounds.</summary>
internal static class Mean
{
    /// <summary>The geometric one: the ratio of two is the mean of their rounds' ratios, as <see cref="Interval.OfRatios"/> has it, so that a row agrees with itself.</summary>
    public static double Geometric(IEnumerable<double> values) => Math.Exp(values.Average(Math.Log));
}
