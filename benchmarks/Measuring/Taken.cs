namespace Lti.Storage.Benchmarks;

/// <summary>The measurements of a slice.</summary>
/// <param name="Calls">The number of answered calls.</param>
/// <param name="Elapsed">The time from the first call to the last answer.</param>
/// <param name="Cpu">The CPU time of this process. Null when another process made the calls.</param>
/// <param name="Bytes">The allocated bytes. Null when another process made the calls.</param>
/// <param name="Nanoseconds">The duration of each call.</param>
internal sealed record Taken(int Calls, TimeSpan Elapsed, TimeSpan? Cpu, long? Bytes, IReadOnlyList<long> Nanoseconds)
{
    public double CallsPerSecond => Calls / Elapsed.TotalSeconds;
}
