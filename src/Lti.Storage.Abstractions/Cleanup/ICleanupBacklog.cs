namespace Lti.Storage;

/// <summary>Reports how long expired rows have waited for a cleanup.</summary>
/// <remarks>A provider implements this on its storage if the answer is cheap. Health checks use it.</remarks>
public interface ICleanupBacklog
{
    /// <summary>Gets the age of the oldest expired row that no cleanup has removed.</summary>
    /// <remarks>Changes nothing.</remarks>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The time since that row expired by the storage's clock. Zero if no expired row is left.</returns>
    /// <exception cref="LtiStorageUnavailableException">The storage can't be reached.</exception>
    ValueTask<TimeSpan> GetBacklogAgeAsync(CancellationToken cancellationToken = default);
}
