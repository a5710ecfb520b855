namespace Lti.Storage.Benchmarks;

/// <summary>An object of the JSON file.</summary>
internal sealed record ScaledResult(string Storage, string Operation, int Rows, double Microseconds, double RatioToFewest, double Budget)
{
    public static IEnumerable<ScaledResult> Of(Growth growth) => growth.Sizes.Select((size, i) => new ScaledResult(
        growth.Storage,
        growth.Series.Name,
        size,
        Math.Round(growth.Microseconds(i), 3),
        Math.Round(Interval.OfRatios(growth.Rounds[i], growth.Rounds[0]).Value, 4),
        growth.Budget));
}
