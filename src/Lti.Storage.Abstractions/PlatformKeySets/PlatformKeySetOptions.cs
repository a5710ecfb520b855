using System.ComponentModel.DataAnnotations;
using Lti.Storage.Internal;

namespace Lti.Storage;

/// <summary>Holds the options of platform key sets. All nodes of a storage should have the same.</summary>
public sealed class PlatformKeySetOptions : IValidatableObject
{
    /// <summary>The longest time of a fetch. From 1 second to 10 minutes. Default: 30 seconds.</summary>
    /// <remarks>If the node that fetches dies, the next one fetches after this time.</remarks>
    [TimeRange("00:00:01", "00:10:00")]
    public TimeSpan LeaseFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The time between two looks for the set that another node fetches. From 10 milliseconds to 10 seconds. Default: 250 milliseconds.
    /// </summary>
    /// <remarks>It must be at most <see cref="LeaseFor"/>.</remarks>
    [TimeRange("00:00:00.010", "00:00:10")]
    public TimeSpan PollEvery { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest time that a node uses its copy without a look. From 1 second to 1 hour. Default: 1 minute.</summary>
    /// <remarks>A newer set that another node fetched shows after this time, and at once to a token with an unknown key.</remarks>
    [TimeRange("00:00:01", "01:00:00")]
    public TimeSpan RefreshEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The most key sets that a node keeps in memory. From 0 to 1,000,000. Default: 1,000.</summary>
    [Range(0, 1_000_000)]
    public int MaxInMemory { get; set; } = 1000;

    /// <summary>Finds options that contradict each other.</summary>
    /// <param name="validationContext">Not used.</param>
    /// <returns>One result for each contradiction.</returns>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PollEvery > LeaseFor)
        {
            yield return new ValidationResult(
                $"{nameof(PollEvery)} ({PollEvery}) must be at most {nameof(LeaseFor)} ({LeaseFor}).",
                [nameof(PollEvery), nameof(LeaseFor)]);
        }
    }

    internal PlatformKeySetOptions Copy() => (PlatformKeySetOptions)MemberwiseClone();
}
