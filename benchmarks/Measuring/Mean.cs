namespace Lti.Storage.Benchmarks;

/// <summary>Computes means over rounds.</summary>
internal static class Mean
{
    /// <summary>Computes the geometric mean.</summary>
    /// <remarks>The ratio of two geometric means equals <see cref="Interval.OfRatios"/>. So the figures of a table row agree.</remarks>
    public static double Geometric(IEnumerable<double> values) => Math.Exp(values.Average(Math.Log));
}
