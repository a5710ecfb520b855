namespace Lti.Storage.Benchmarks;

/// <summary>A row of the table and an object of the JSON file. A figure that can't be measured is null.</summary>
/// <param name="Operation">The operation's name.</param>
/// <param name="Contender">The contender's name.</param>
/// <param name="Callers">The number of concurrent callers.</param>
/// <param name="OpsPerSecond">The calls per second: the geometric mean of the rounds.</param>
/// <param name="P50Microseconds">The median latency.</param>
/// <param name="P99Microseconds">The 99th percentile of the latency.</param>
/// <param name="AllocatedBytes">The bytes that this process allocated per call.</param>
/// <param name="CpuMicroseconds">The CPU time of this process per call. It excludes the server.</param>
/// <param name="RatioToFloor">The calls per second divided by those of the floor in the same rounds.</param>
/// <param name="RatioLow">The lower bound of the ratio at 95 % confidence.</param>
/// <param name="RatioHigh">The upper bound of the ratio at 95 % confidence.</param>
/// <param name="RoundTrips">The round trips to the server per call.</param>
/// <param name="Calls">The number of measured calls.</param>
/// <param name="Rounds">The number of measured rounds.</param>
/// <param name="MeasuredSeconds">The measured time. It is shorter than requested when the keys ran out.</param>
internal sealed record ComparedResult(
    string Operation,
    string Contender,
    int Callers,
    double OpsPerSecond,
    double P50Microseconds,
    double P99Microseconds,
    double? AllocatedBytes,
    double? CpuMicroseconds,
    double? RatioToFloor,
    double? RatioLow,
    double? RatioHigh,
    double? RoundTrips,
    long Calls,
    int Rounds,
    double? MeasuredSeconds = null);
