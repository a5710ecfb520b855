namespace Lti.Storage.Benchmarks;

/// <summary>The measurements of a fresh process. Times are in milliseconds.</summary>
/// <param name="Runtime">The time from the process start to the first line of the program.</param>
/// <param name="Constructed">The time from there until the storage is constructed.</param>
/// <param name="Launched">The time from there until the first launch is complete. It includes the construction and connecting.</param>
/// <param name="Twentieth">The time of the twentieth launch.</param>
/// <param name="WorkingSet">The working set after the launches in bytes.</param>
/// <param name="Assemblies">The number of loaded assemblies.</param>
internal sealed record StartedProcess(double Runtime, double Constructed, double Launched, double Twentieth, long WorkingSet, int Assemblies);
