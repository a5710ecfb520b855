using HdrHistogram;

namespace Lti.Storage.Benchmarks;

/// <summary>Collects the rounds of one contender at one operation and number of callers.</summary>
internal sealed class ComparedCell(Contestant contestant)
{
    private const long LongestNanoseconds = 3_600_000_000_000;

    private readonly LongHistogram _latencies = new(LongestNanoseconds, numberOfSignificantValueDigits: 3);
    private readonly List<Taken> _rounds = [];

    public Contestant Contestant => contestant;

    /// <summary>The calls per second of the last slice. It determines the number of keys for the next slice.</summary>
    public double LatestRate { get; private set; }

    public double? RoundTrips { get; set; }

    private IReadOnlyList<double> Rates => [.. _rounds.Select(round => round.CallsPerSecond)];

    public void WarmedUp(Taken taken) => LatestRate = taken.CallsPerSecond;

    public void Add(Taken taken)
    {
        LatestRate = taken.CallsPerSecond;
        foreach (var latency in taken.Nanoseconds)
        {
            _latencies.RecordValue(Math.Min(latency, LongestNanoseconds));
        }

        // The histogram already holds the latencies.
        _rounds.Add(taken with { Nanoseconds = [] });
    }

    public ComparedResult ToResult(Operation operation, int callers, ComparedCell? floor)
    {
        var calls = _rounds.Sum(round => (long)round.Calls);
        var ratio = floor is null ? null : Interval.OfRatios(Rates, floor.Rates);
        return new ComparedResult(
            operation.Name,
            contestant.Name,
            callers,
            Math.Round(Mean.Geometric(Rates), 1),
            _latencies.GetValueAtPercentile(50) / 1000.0,
            _latencies.GetValueAtPercentile(99) / 1000.0,
            Rounded(_rounds.Sum(round => round.Bytes) / (double)calls, _rounds[0].Bytes, 1),
            Rounded(_rounds.Sum(round => round.Cpu?.TotalMicroseconds ?? 0) / calls, _rounds[0].Cpu, 3),
            Rounded(ratio?.Value, ratio, 4),
            Rounded(ratio?.Low, ratio, 4),
            Rounded(ratio?.High, ratio, 4),
            Rounded(RoundTrips, RoundTrips, 2),
            calls,
            _rounds.Count,
            Math.Round(_rounds.Sum(round => round.Elapsed.TotalSeconds), 3));
    }

    private static double? Rounded(double? value, object? isKnown, int digits) => isKnown is null || value is null ? null : Math.Round(value.Value, digits);
}
