namespace Lti.Storage.Benchmarks;

/// <summary>The options of <c>start</c>.</summary>
/// <param name="Processes">The number of processes per contender.</param>
/// <param name="Contenders">The names of the contenders.</param>
/// <param name="Json">The file for the figures or null.</param>
internal sealed record StartOptions(int Processes, IReadOnlyList<string> Contenders, FileInfo? Json)
{
    public const int DefaultProcesses = 15;

    public TimeSpan Expected => TimeSpan.FromSeconds(5 + (Processes * Contenders.Count * 1.0));
}
