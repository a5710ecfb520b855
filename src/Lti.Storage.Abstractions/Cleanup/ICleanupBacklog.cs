namespace Lti.Storage;

/// <summary>
/// Tells how long expired rows have waited for a cleanup. A provider implements it on its storage where the answer is cheap; health checks use it.
/// </summary>
public interface ICleanupBacklog
{
    /// <summary>Finds the age of the oldest expired row that no cleanup has removed. Changes nothing.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The time since that row expired, by the storage's clock; zero where no expired row is left.</returns>
    /// <exception cref="LtiStorageUnavailableException">The storage can't be reached.</exception>
    ValueTask<TimeSpan> GetBacklogAgeAsync(CancellationToken cancellationToken = default);
}
