using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Lti.Storage.Internal;

/// <summary>Checks that a time is within a range. Null passes.</summary>
/// <remarks><see cref="RangeAttribute"/> of a TimeSpan needs reflection that trimming removes.</remarks>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeRangeAttribute : ValidationAttribute
{
    /// <summary>Accepts times over zero up to a maximum.</summary>
    public TimeRangeAttribute(string max) => Max = max;

    /// <summary>Accepts times from a minimum to a maximum, both included.</summary>
    public TimeRangeAttribute(string min, string max) => (Min, Max) = (min, max);

    public string? Min { get; }

    public string Max { get; }

    public override bool IsValid(object? value) => value is null
        || (value is TimeSpan time && time <= Parse(Max) && (Min is null ? time > TimeSpan.Zero : time >= Parse(Min)));

    public override string FormatErrorMessage(string name)
        => Min is null ? $"{name} must be over zero and at most {Words(Parse(Max))}." : $"{name} must be between {Min} and {Max}.";

    private static TimeSpan Parse(string text) => TimeSpan.Parse(text, CultureInfo.InvariantCulture);

    private static string Words(TimeSpan time) => time switch
    {
        { TotalDays: > 1 } => $"{time.TotalDays} days",
        { TotalHours: >= 1 } => $"{time.TotalHours} hours",
        _ => $"{time.TotalMinutes} minutes",
    };
}
