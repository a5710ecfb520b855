namespace Lti.Storage.Benchmarks;

/// <summary>What <c>start</c> is asked for.</summary>
/// <param name="Processes">How many processes of each contender.</param>
/// <param name="Contenders">Names of contenders.</param>
/// <param name="Json">Where to write the figures, or null.</param>
internal sealed record StartOptions(int Processes, IReadOnlyList<string> Contenders, FileInfo? Json)
{
    public const int DefaultProcesses = 15;

    public TimeSpan Expected => TimeSpan.FromSeconds(5 + (Processes * Contenders.Count * 1.0));
}
