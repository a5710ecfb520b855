using System.Globalization;

namespace Lti.Storage.Benchmarks;

/// <summary>Checks that the machine has room for the rows.</summary>
internal static class Room
{
    private const long OnDiskARow = 3_000;
    private const long InMemoryARow = 5_000;

    // The write-ahead log grows until the next checkpoint.
    private const long MostLog = 2L << 30;
    private const long Spare = 256L << 20;

    public static void RequireDisk(string folder, IEnumerable<int> sizes)
    {
        var rows = sizes.Sum(size => (long)size) * OnDiskARow;
        Require("disk", rows + Math.Min(rows, MostLog) + Spare, new DriveInfo(folder).AvailableFreeSpace);
    }

    public static void RequireMemory(IEnumerable<int> sizes)
    {
        var memory = GC.GetGCMemoryInfo();
        Require("memory", (sizes.Sum(size => (long)size) * InMemoryARow) + Spare, memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes);
    }

    internal static void Require(string what, long needed, long free)
    {
        if (needed > free)
        {
            throw new RefusedException(string.Create(
                CultureInfo.InvariantCulture,
                $"The rows need about {needed / 1e9:N1} GB of {what} but {free / 1e9:N1} GB are free. Lower --max-rows or make room."));
        }
    }
}
