namespace Lti.Storage.Benchmarks;

/// <summary>What a fresh process took, in milliseconds.</summary>
/// <param name="Runtime">From the start of the process to the program's first line: not the storage's.</param>
/// <param name="Constructed">From there until the storage was constructed.</param>
/// <param name="Launched">From there, in all, until its first launch was complete: connecting, compiling, three statements, and a session out of claims.</param>
/// <param name="Twentieth">The twentieth launch alone.</param>
/// <param name="WorkingSet">The process's memory then, in bytes.</param>
/// <param name="Assemblies">How many assemblies it had loaded.</param>
internal sealed record StartedProcess(double Runtime, double Constructed, double Launched, double Twentieth, long WorkingSet, int Assemblies);
