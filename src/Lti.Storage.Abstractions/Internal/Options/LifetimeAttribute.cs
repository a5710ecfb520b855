using System.ComponentModel.DataAnnotations;

namespace Lti.Storage.Internal.Options;

/// <summary>A lifetime by rule E2. (RangeAttribute of a TimeSpan needs reflection that trimming removes.)</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LifetimeAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is TimeSpan lifetime && lifetime > TimeSpan.Zero && lifetime <= LtiLimits.MaxLifetime;

    public override string FormatErrorMessage(string name) => $"{name} must be over zero and at most {LtiLimits.MaxLifetime.TotalDays} days.";
}
