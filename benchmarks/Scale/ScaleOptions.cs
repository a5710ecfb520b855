namespace Lti.Storage.Benchmarks;

/// <summary>The options of <c>scale</c>.</summary>
/// <param name="MaxRows">The largest number of rows of each kind.</param>
/// <param name="Rounds">The number of rounds.</param>
/// <param name="Storages">The names of the storages from <see cref="AllStorages"/>.</param>
/// <param name="Json">The file for the figures or null.</param>
/// <param name="Plots">The folder for the drawings or null.</param>
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

    /// <summary>The powers of ten up to the maximum and the maximum itself.</summary>
    public IReadOnlyList<int> Sizes { get; } =
        [.. Enumerable.Range(3, 7).Select(power => (int)Math.Pow(10, power)).TakeWhile(size => size < MaxRows), MaxRows];

    /// <summary>Estimates the duration. Making the rows takes most of it.</summary>
    public TimeSpan Expected => TimeSpan.FromSeconds(
        Storages.Sum(storage => (storage == PostgreSql ? 5 + (MaxRows / 4_000.0) : MaxRows / 40_000.0) + (Rounds * Sizes.Count * (storage == PostgreSql ? 1.2 : 0.1))))
        + (CleansUpBesideTraffic ? CleanupBesideTraffic.Expected(MaxRows, Rounds) : TimeSpan.Zero);

    /// <summary>Whether there are enough rows to measure traffic during a cleanup.</summary>
    public bool CleansUpBesideTraffic => Storages.Contains(PostgreSql, StringComparer.Ordinal) && MaxRows >= CleanupBesideTraffic.LeastExpired;
}
