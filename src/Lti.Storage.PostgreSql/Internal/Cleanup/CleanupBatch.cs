namespace Lti.Storage.PostgreSql.Internal.Cleanup;

/// <summary>What one batch is given.</summary>
/// <param name="Size">The most rows that it removes.</param>
/// <param name="From">The expiry that it begins at, as PostgreSQL keeps it.</param>
internal sealed record CleanupBatch(int Size, long From)
{
    /// <summary>The first batch of a run: from minus infinity.</summary>
    public static CleanupBatch First(int size) => new(size, long.MinValue);
}
