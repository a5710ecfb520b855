namespace Lti.Storage.Benchmarks;

/// <summary>A line of the table and an object of the JSON file. What a contender can't tell of itself is null.</summary>
/// <param name="Operation">The operation's name.</param>
/// <param name="Contender">The contender's name.</param>
/// <param name="Callers">How many called at once.</param>
/// <param name="OpsPerSecond">Calls a second, in the geometric mean of the rounds.</param>
/// <param name="P50Microseconds">The median of the calls' times.</param>
/// <param name="P99Microseconds">Their 99th percentile.</param>
/// <param name="AllocatedBytes">Allocated by this process, a call.</param>
/// <param name="CpuMicroseconds">CPU of this process, a call; a server's is not in it.</param>
/// <param name="RatioToFloor">Calls a second over those of the floor, in the same rounds.</param>
/// <param name="RatioLow">What that ratio is at least, at 95 % confidence.</param>
/// <param name="RatioHigh">What it is at most.</param>
/// <param name="RoundTrips">Waits for the server, a call.</param>
/// <param name="Calls">How many calls were measured.</param>
/// <param name="Rounds">In how many rounds.</param>
/// <param name="MeasuredSeconds">How long they took together: less than was asked for where keys ran out. Null in figures of before it was written down.</param>
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
