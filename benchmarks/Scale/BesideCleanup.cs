namespace Lti.Storage.Benchmarks;

/// <summary>Compares the callers' latency with and without a running cleanup in the same rounds.</summary>
/// <param name="Without">The 99th percentiles of the rounds without cleanup in microseconds.</param>
/// <param name="Beside">The 99th percentiles of the rounds with cleanup in microseconds.</param>
/// <param name="Removed">The number of rows that the cleanup deleted.</param>
/// <param name="Expired">The number of expired rows.</param>
internal sealed record BesideCleanup(IReadOnlyList<double> Without, IReadOnlyList<double> Beside, long Removed, int Expired)
{
    /// <summary>The allowed ratio of the latencies.</summary>
    public const double Budget = 2;

    /// <summary>The ratio of the latencies. Null with fewer than two rounds.</summary>
    public Interval? Ratio { get; } = Beside.Count < 2 ? null : Interval.OfRatios(Beside, Without);

    /// <summary>Whether the latency exceeds the budget by more than noise explains.</summary>
    public bool IsOver => Ratio?.Low > Budget;

    public string Verdict => Ratio switch
    {
        null => "too few rounds",
        { Low: > Budget } => "**over budget**",
        { Value: > Budget } => "over budget within noise",
        _ => "within budget",
    };
}
