using System.ComponentModel.DataAnnotations;

namespace Lti.Storage.Caching.Internal.Options;

/// <summary>Requires a duration over zero and up to a bound.</summary>
/// <remarks><c>RangeAttribute</c> for a <see cref="TimeSpan"/> needs reflection. Trimming removes that.</remarks>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DurationAttribute : ValidationAttribute
{
    public int Hours { get; init; }

    public int Minutes { get; init; }

    private TimeSpan Max => new(Hours, Minutes, 0);

    private string MaxText => Hours > 0 ? $"{Hours} hours" : $"{Minutes} minutes";

    public override bool IsValid(object? value) => value is TimeSpan duration && duration > TimeSpan.Zero && duration <= Max;

    public override string FormatErrorMessage(string name) => $"{name} must be over zero and at most {MaxText}.";
}
