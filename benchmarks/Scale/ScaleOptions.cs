namespace Lti.Storage.Benchmarks;

/// <summary>What <c>scale</c> is asked for.</summary>
/// <param name="MaxRows">The most rows of each kind.</param>
/// <param name="Rounds">How often each number of rows takes its turn.</param>
/// <param name="Storages">Names of storages, of <see cref="AllStorages"/>.</param>
/// <param name="Json">Where to write the figures, or null.</param>
/// <param name="Plots">The folder to draw them into, or null.</param>
internal sealed record ScaleOptions(int MaxRows, int Rounds, IReadOnlyList<string> Storages, FileInfo? Json, DirectoryInfo? Plots)
{
    public const int LeastRows = 1_000;
    public const int DefaultRows = 1_000_000;
    public const int MostRows = 1_000_000_000;
    public const int DefaultRounds = 9;

    public const string PostgreSql = "postgresql";
    public const string InMemory = "inmemory";
    public const string Cache = "cache";

    public static IReadOnlyList<string> AllStorages { get; } = [PostgreSql, InMemory, Cache];

    /// <summary>Powers of ten, and the most.</summary>
    public IReadOnlyList<int> Sizes { get; } =
        [.. Enumerable.Range(3, 7).Select(power => (int)Math.Pow(10, power)).TakeWhile(size => size < MaxRows), MaxRows];

    /// <summary>About how long it takes: mostly to make rows, and a while for each round.</summary>
    public TimeSpan Expected => TimeSpan.FromSeconds(
        Storages.Sum(storage => (storage == PostgreSql ? 5 + (MaxRows / 4_000.0) : MaxRows / 40_000.0) + (Rounds * Sizes.Count * (storage == PostgreSql ? 1.2 : 0.1))))
        + (CleansUpBesideTraffic ? CleanupBesideTraffic.Expected(MaxRows, Rounds) : TimeSpan.Zero);

    /// <summary>Whether there are rows enough that a cleanup takes its time.</summary>
    public bool CleansUpBesideTraffic => Storages.Contains(PostgreSql, StringComparer.Ordinal) && MaxRows >= CleanupBesideTraffic.LeastExpired;
}
