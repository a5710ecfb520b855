namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Fits a straight line through the measures after each of many faults.</summary>
/// <param name="PerFault">The rise at each fault.</param>
/// <param name="Error">The standard error of that rise.</param>
internal sealed record Trend(double PerFault, double Error)
{
    public static Trend Of(IReadOnlyList<double> values)
    {
        var (middle, mean) = ((values.Count - 1) / 2.0, values.Average());
        var spread = values.Index().Sum(each => Square(each.Index - middle));
        var slope = values.Index().Sum(each => (each.Index - middle) * (each.Item - mean)) / spread;
        var rest = values.Index().Sum(each => Square(each.Item - mean - (slope * (each.Index - middle))));
        return new Trend(slope, Math.Sqrt(rest / (values.Count - 2) / spread));
    }

    /// <summary>Returns whether the rise at each fault is more than the given one beyond chance.</summary>
    public bool IsSteeperThan(double perFault) => PerFault - (2 * Error) > perFault;

    private static double Square(double value) => value * value;
}
