using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Lti.Storage.Hosting.Internal.Options;

/// <summary>Checks that a time is within a range including its ends. Null passes.</summary>
/// <remarks><see cref="RangeAttribute"/> of a TimeSpan needs reflection that trimming removes.</remarks>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeRangeAttribute(string min, string max) : ValidationAttribute
{
    public string Min { get; } = min;

    public string Max { get; } = max;

    public override bool IsValid(object? value)
        => value is null
            || (value is TimeSpan time
                && time >= TimeSpan.Parse(Min, CultureInfo.InvariantCulture)
                && time <= TimeSpan.Parse(Max, CultureInfo.InvariantCulture));

    public override string FormatErrorMessage(string name) => $"{name} must be between {Min} and {Max}.";
}
