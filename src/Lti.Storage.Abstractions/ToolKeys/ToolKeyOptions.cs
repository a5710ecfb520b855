using System.ComponentModel.DataAnnotations;
using Lti.Storage.Internal;

namespace Lti.Storage;

/// <summary>Holds the options of a tool key ring. All nodes of a storage should have the same.</summary>
public sealed class ToolKeyOptions : IValidatableObject
{
    /// <summary>The time that a key signs. From 1 hour to 3,650 days. Default: 90 days.</summary>
    [TimeRange("01:00:00", "3650.00:00:00")]
    public TimeSpan RotateEvery { get; set; } = TimeSpan.FromDays(90);

    /// <summary>The time that a key is published before it signs. From 2 minutes to 365 days. Default: 2 days.</summary>
    /// <remarks>It must be less than <see cref="RotateEvery"/>. Platforms cache key sets for hours.</remarks>
    [TimeRange("00:02:00", "365.00:00:00")]
    public TimeSpan AnnounceFor { get; set; } = TimeSpan.FromDays(2);

    /// <summary>The time that a key is published after it has signed. From 1 hour to 365 days. Default: 14 days.</summary>
    [TimeRange("01:00:00", "365.00:00:00")]
    public TimeSpan RetireFor { get; set; } = TimeSpan.FromDays(14);

    /// <summary>The size of new keys in bits: 2048 or 3072. Default: 2048.</summary>
    [AllowedValues(2048, 3072, ErrorMessage = "KeySize must be 2048 or 3072.")]
    public int KeySize { get; set; } = 2048;

    /// <summary>The longest time that a node uses its copy of the ring. From 1 second to 1 hour. Default: 1 minute.</summary>
    /// <remarks>
    /// It must be at most half of <see cref="AnnounceFor"/>. A change elsewhere shows at once where changes are reported
    /// (<see cref="IInvalidationSource"/>), and after this time otherwise.
    /// </remarks>
    [TimeRange("00:00:01", "01:00:00")]
    public TimeSpan RefreshEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Finds options that contradict each other.</summary>
    /// <param name="validationContext">Not used.</param>
    /// <returns>One result for each contradiction.</returns>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (AnnounceFor >= RotateEvery)
        {
            yield return new ValidationResult(
                $"{nameof(AnnounceFor)} ({AnnounceFor}) must be less than {nameof(RotateEvery)} ({RotateEvery}): a key can't be announced "
                    + "before the key that it follows signs.",
                [nameof(AnnounceFor), nameof(RotateEvery)]);
        }

        if (RefreshEvery > AnnounceFor / 2)
        {
            yield return new ValidationResult(
                $"{nameof(RefreshEvery)} ({RefreshEvery}) must be at most half of {nameof(AnnounceFor)} ({AnnounceFor}): each node must "
                    + "publish a key before the key signs.",
                [nameof(RefreshEvery), nameof(AnnounceFor)]);
        }
    }

    internal ToolKeyOptions Copy() => (ToolKeyOptions)MemberwiseClone();
}
