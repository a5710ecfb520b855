using System.ComponentModel.DataAnnotations;
using Lti.Storage.Hosting.Internal.Options;

namespace Lti.Storage.Hosting;

/// <summary>Options of the cleanup in the background. Checked when the host starts.</summary>
public sealed class CleanupOptions
{
    /// <summary>
    /// Whether this node cleans up by itself. When false, run cleanup elsewhere, for example on another node or in a scheduled job that calls
    /// <see cref="StorageCleanup"/>. Default: true.
    /// </summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>The time from the end of a run to the next. From 1 second to 7 days. Default: 30 minutes.</summary>
    [TimeRange("00:00:01", "7.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// The first run begins at a random moment within this time after the start, so that nodes that start together do not clean up together. From
    /// zero, which means immediately, to 7 days. Null means <see cref="Interval"/>.
    /// </summary>
    [TimeRange("00:00:00", "7.00:00:00")]
    public TimeSpan? FirstRunWithin { get; set; }

    /// <summary>
    /// The time limit of a run. The run ends after the batch that is being removed then, and the next run continues. From 1 second to 24 hours.
    /// Default: 5 minutes.
    /// </summary>
    [TimeRange("00:00:01", "1.00:00:00")]
    public TimeSpan RunLimit { get; set; } = TimeSpan.FromMinutes(5);
}
