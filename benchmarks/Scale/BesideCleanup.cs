namespace Lti.Storage.Benchmarks;

/// <summary>How long callers waited while nothing was cleaned up and while it was, in the same rounds.</summary>
/// <param name="Without">The 99th percentile of each round, in microseconds.</param>
/// <param name="Beside">Beside a cleanup.</param>
/// <param name="Removed">How many rows the cleanup removed in all.</param>
/// <param name="Expired">How many there were for it.</param>
internal sealed record BesideCleanup(IReadOnlyList<double> Without, IReadOnlyList<double> Beside, long Removed, int Expired)
{
    /// <summary>How many times longer callers may wait.</summary>
    public const double Budget = 2;

    /// <summary>Null where the rounds are too few to say.</summary>
    public Interval? Ratio { get; } = Beside.Count < 2 ? null : Interval.OfRatios(Beside, Without);

    /// <summary>Whether they waited longer than the budget allows and than noise explains.</summary>
    public bool IsOver => Ratio?.Low > Budget;

    public string Verdict => Ratio switch
    {
        null => "too few rounds to say",
        { Low: > Budget } => "**over it**",
        { Value: > Budget } => "over it, within noise",
        _ => "within",
    };
}
