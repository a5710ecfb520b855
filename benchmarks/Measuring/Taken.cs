namespace Lti.Storage.Benchmarks;

/// <summary>What a slice took.</summary>
/// <param name="Calls">How many calls were answered.</param>
/// <param name="Elapsed">From the first call to the last answer.</param>
/// <param name="Cpu">Of the process; null where the calls were another's. A server's is not in it.</param>
/// <param name="Bytes">Allocated; null where the calls were another process's.</param>
/// <param name="Nanoseconds">How long each call took.</param>
internal sealed record Taken(int Calls, TimeSpan Elapsed, TimeSpan? Cpu, long? Bytes, IReadOnlyList<long> Nanoseconds)
{
    public double CallsPerSecond => Calls / Elapsed.TotalSeconds;
}
