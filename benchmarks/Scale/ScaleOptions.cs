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
    public const string Sqlite = "sqlite";

    public static IReadOnlyList<string> DefaultStorages { get; } = [PostgreSql, InMemory, Cache];

    public static IReadOnlyList<string> AllStorages { get; } = [.. DefaultStorages, Sqlite];

    /// <summary>The powers of ten up to the maximum and the maximum itself.</summary>
    public IReadOnlyList<int> Sizes { get; } =
        [.. Enumerable.Range(3, 7).Select(power => (int)Math.Pow(10, power)).TakeWhile(size => size < MaxRows), MaxRows];

    /// <summary>Whether a storage keeps its rows on a disk. Its budgets are those of a database.</summary>
    public static bool IsOnDisk(string storage) => storage is PostgreSql or Sqlite;

    /// <summary>Estimates the duration. Making the rows takes most of it.</summary>
    public TimeSpan Expected => TimeSpan.FromSeconds(
        Storages.Sum(storage => (IsOnDisk(storage) ? 5 + (MaxRows / 4_000.0) : MaxRows / 40_000.0) + (Rounds * Sizes.Count * (IsOnDisk(storage) ? 1.2 : 0.1))))
        + (CleansUpBesideTraffic ? CleanupBesideTraffic.Expected(MaxRows, Rounds) : TimeSpan.Zero);

    /// <summary>Whether there are enough rows to measure traffic during a cleanup.</summary>
    public bool CleansUpBesideTraffic => Storages.Contains(PostgreSql, StringComparer.Ordinal) && MaxRows >= CleanupBesideTraffic.LeastExpired;
}
