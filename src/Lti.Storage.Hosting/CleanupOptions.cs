using System.ComponentModel.DataAnnotations;
using Lti.Storage.Internal;

namespace Lti.Storage.Hosting;

/// <summary>Holds the options of the background cleanup. They are checked when the host starts.</summary>
public sealed class CleanupOptions
{
    /// <summary>Whether this node cleans up in the background. Default: true.</summary>
    /// <remarks>
    /// When false, run cleanup elsewhere, for example on another node or in a scheduled job that calls <see cref="StorageCleanup"/>.
    /// </remarks>
    public bool IsEnabled { get; set; } = true;

    /// <summary>The time from the end of a run to the start of the next. From 1 second to 7 days. Default: 30 minutes.</summary>
    [TimeRange("00:00:01", "7.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>The time within which the first run starts. From zero to 7 days. Null means <see cref="Interval"/>.</summary>
    /// <remarks>
    /// The run starts at a random moment within this time, so that nodes that start together do not clean up together. Zero means
    /// immediately.
    /// </remarks>
    [TimeRange("00:00:00", "7.00:00:00")]
    public TimeSpan? FirstRunWithin { get; set; }

    /// <summary>The timeout of a run. From 1 second to 24 hours. Default: 5 minutes.</summary>
    /// <remarks>A run that times out finishes its current batch. The next run continues.</remarks>
    [TimeRange("00:00:01", "1.00:00:00")]
    public TimeSpan RunLimit { get; set; } = TimeSpan.FromMinutes(5);
}
