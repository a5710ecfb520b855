namespace Lti.Storage.Benchmarks;

/// <summary>The options of <c>compare</c>.</summary>
/// <param name="Seconds">The measured time of a contender per operation and number of callers. All rounds share it.</param>
/// <param name="Rounds">The number of rounds. Each contender runs once in a round.</param>
/// <param name="Callers">The numbers of concurrent callers.</param>
/// <param name="Connections">The size of each pool.</param>
/// <param name="CustomParameters">The number of custom parameters in a launch.</param>
/// <param name="Operations">The names of the operations.</param>
/// <param name="Contenders">The names of the contenders.</param>
/// <param name="Storages">The storages whose contenders are measured.</param>
/// <param name="Json">The file for the figures or null.</param>
/// <param name="Plots">The folder for the drawings or null.</param>
internal sealed record CompareOptions(
    double Seconds,
    int Rounds,
    IReadOnlyList<int> Callers,
    int Connections,
    int CustomParameters,
    IReadOnlyList<string> Operations,
    IReadOnlyList<string> Contenders,
    IReadOnlyList<string> Storages,
    FileInfo? Json,
    DirectoryInfo? Plots)
{
    public const double DefaultSeconds = 1.5;
    public const int DefaultRounds = 5;

    public static IReadOnlyList<int> DefaultCallers { get; } = [1, 10, 32, 200];

    public static IReadOnlyList<string> DefaultStorages { get; } = ["postgresql", "inmemory"];

    public TimeSpan Slice => TimeSpan.FromSeconds(Seconds / Rounds);

    /// <summary>Estimates the duration of the run with its warm-up round and its preparation.</summary>
    public TimeSpan Expected => TimeSpan.FromSeconds(
        5 + (Operations.Count * Contenders.Count * ((Callers.Count * ((Seconds * (Rounds + 1) / Rounds * 1.15) + 0.5)) + 0.5)));
}
