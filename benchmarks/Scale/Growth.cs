namespace Lti.Storage.Benchmarks;

/// <summary>The growth of a call's time with the number of rows.</summary>
/// <param name="Series">The call.</param>
/// <param name="Storage">The name of the storage.</param>
/// <param name="Sizes">The numbers of rows.</param>
/// <param name="Rounds">The microseconds of a call for each number of rows and round.</param>
internal sealed record Growth(Series Series, string Storage, IReadOnlyList<int> Sizes, IReadOnlyList<IReadOnlyList<double>> Rounds)
{
    public double Budget => ScaleOptions.IsOnDisk(Storage) ? Series.Budget.OnServer : Series.Budget.InMemory;

    /// <summary>The ratio between the times among the most and the fewest rows.</summary>
    public Interval Ratio { get; } = Interval.OfRatios(Rounds[^1], Rounds[0]);

    /// <summary>Whether the ratio exceeds the budget by more than noise explains.</summary>
    public bool IsTooMuch => Ratio.Low > Budget;

    public double Microseconds(int size) => Mean.Geometric(Rounds[size]);
}
