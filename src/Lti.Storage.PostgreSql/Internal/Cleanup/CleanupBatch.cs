namespace Lti.Storage.PostgreSql.Internal.Cleanup;

/// <summary>The arguments of one batch.</summary>
/// <param name="Size">The most rows that it removes.</param>
/// <param name="From">The expiry that it begins at, in PostgreSQL's binary form.</param>
internal sealed record CleanupBatch(int Size, long From)
{
    /// <summary>Creates the first batch of a run, which begins at minus infinity.</summary>
    public static CleanupBatch First(int size) => new(size, long.MinValue);
}
