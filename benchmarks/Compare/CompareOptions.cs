namespace Lti.Storage.Benchmarks;

/// <summary>What <c>compare</c> is asked for.</summary>
/// <param name="Seconds">Measured time of each contender at each operation and number of callers, over all rounds.</param>
/// <param name="Rounds">How often each takes its turn.</param>
/// <param name="Callers">The numbers of callers at once.</param>
/// <param name="Connections">The size of each pool.</param>
/// <param name="CustomParameters">How many parameters of the tool's own a launch has.</param>
/// <param name="Operations">Names of operations.</param>
/// <param name="Contenders">Names of contenders.</param>
/// <param name="Json">Where to write the figures, or null.</param>
/// <param name="Plots">The folder to draw them into, or null.</param>
internal sealed record CompareOptions(
    double Seconds,
    int Rounds,
    IReadOnlyList<int> Callers,
    int Connections,
    int CustomParameters,
    IReadOnlyList<string> Operations,
    IReadOnlyList<string> Contenders,
    FileInfo? Json,
    DirectoryInfo? Plots)
{
    public const double DefaultSeconds = 1.5;
    public const int DefaultRounds = 5;

    public static IReadOnlyList<int> DefaultCallers { get; } = [1, 10, 32, 200];

    public TimeSpan Slice => TimeSpan.FromSeconds(Seconds / Rounds);

    /// <summary>About how long it takes: a round more to warm up, and rows and keys to make in between.</summary>
    public TimeSpan Expected => TimeSpan.FromSeconds(
        5 + (Operations.Count * Contenders.Count * ((Callers.Count * ((Seconds * (Rounds + 1) / Rounds * 1.15) + 0.5)) + 0.5)));
}
