using System.ComponentModel.DataAnnotations;
using Lti.Storage.Hosting.Internal.Options;

namespace Lti.Storage.Hosting;

/// <summary>How often and how long what has expired is removed. Checked when the host starts.</summary>
public sealed class CleanupOptions
{
    /// <summary>
    /// Whether this node cleans up by itself. Off, it is somebody else's business: another node's, or a scheduled job's that calls
    /// <see cref="StorageCleanup"/>. Default: true.
    /// </summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>The time from the end of a run to the next. From 1 second to 7 days. Default: 30 minutes.</summary>
    [TimeRange("00:00:01", "7.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// The first run begins at a random moment within this time after the start, so that nodes that were started together do not clean up together. From
    /// zero, which means at once, to 7 days. Null means <see cref="Interval"/>.
    /// </summary>
    [TimeRange("00:00:00", "7.00:00:00")]
    public TimeSpan? FirstRunWithin { get; set; }

    /// <summary>
    /// How many rows of one kind are removed at a time (contract rule K2). From 1 to 100,000. Null means <see cref="LtiStorageOptions.CleanupBatchSize"/>,
    /// which it sets otherwise.
    /// </summary>
    [Range(1, 100_000)]
    public int? BatchSize { get; set; }

    /// <summary>
    /// How long one run may take: it ends after the batch that is under way then, and the next run goes on where it stopped. From 1 second to 24 hours.
    /// Default: 5 minutes.
    /// </summary>
    [TimeRange("00:00:01", "1.00:00:00")]
    public TimeSpan RunLimit { get; set; } = TimeSpan.FromMinutes(5);
}
