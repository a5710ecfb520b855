namespace Lti.Storage.Benchmarks;

/// <summary>How a series' time grew with the rows.</summary>
/// <param name="Series">What was called.</param>
/// <param name="Storage">The storage's name.</param>
/// <param name="Sizes">The numbers of rows.</param>
/// <param name="Rounds">For each of them, the microseconds of a call in each round.</param>
internal sealed record Growth(Series Series, string Storage, IReadOnlyList<int> Sizes, IReadOnlyList<IReadOnlyList<double>> Rounds)
{
    public double Budget => Storage == ScaleOptions.PostgreSql ? Series.Budget.OnServer : Series.Budget.InMemory;

    /// <summary>Among the most rows against among the fewest, in the same rounds.</summary>
    public Interval Ratio { get; } = Interval.OfRatios(Rounds[^1], Rounds[0]);

    /// <summary>Whether it grew beyond its budget and beyond what noise explains.</summary>
    public bool IsTooMuch => Ratio.Low > Budget;

    public double Microseconds(int size) => Mean.Geometric(Rounds[size]);
}
