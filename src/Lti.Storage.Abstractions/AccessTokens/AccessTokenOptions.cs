using System.ComponentModel.DataAnnotations;
using Lti.Storage.Internal;

namespace Lti.Storage;

/// <summary>Holds the options of access tokens. All nodes of a storage should have the same.</summary>
public sealed class AccessTokenOptions : IValidatableObject
{
    /// <summary>A token is used while it lives longer than this. From zero to 1 hour. Default: 60 seconds.</summary>
    [TimeRange("00:00:00", "01:00:00")]
    public TimeSpan Leeway { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest time of a token request. From 1 second to 10 minutes. Default: 30 seconds.</summary>
    /// <remarks>If the node that asks dies, the next one asks after this time.</remarks>
    [TimeRange("00:00:01", "00:10:00")]
    public TimeSpan LeaseFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The time between two looks for the token that another node requests. From 10 milliseconds to 10 seconds. Default: 250 milliseconds.
    /// </summary>
    /// <remarks>
    /// It must be at most <see cref="LeaseFor"/>. Where changes are reported (<see cref="IInvalidationSource"/>), the report ends the wait
    /// and a node looks after eight times this time otherwise.
    /// </remarks>
    [TimeRange("00:00:00.010", "00:00:10")]
    public TimeSpan PollEvery { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest time that a node uses its copy without a look. From 1 second to 1 hour. Default: 1 minute.</summary>
    /// <remarks>A token that another node invalidates shows at once where changes are reported, and after this time otherwise.</remarks>
    [TimeRange("00:00:01", "01:00:00")]
    public TimeSpan RefreshEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest <c>Retry-After</c> that is kept. From zero to 1 day. Default: 1 hour. A longer one counts as this.</summary>
    [TimeRange("00:00:00", "1.00:00:00")]
    public TimeSpan LongestRetryAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The most tokens that a node keeps in memory. From 0 to 1,000,000. Default: 10,000.</summary>
    [Range(0, 1_000_000)]
    public int MaxInMemory { get; set; } = 10_000;

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

    internal AccessTokenOptions Copy() => (AccessTokenOptions)MemberwiseClone();
}
