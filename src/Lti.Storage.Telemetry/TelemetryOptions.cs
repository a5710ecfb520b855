using System.ComponentModel.DataAnnotations;

namespace Lti.Storage.Telemetry;

/// <summary>
/// What may be chosen of traces and metrics. Checked at start-up, or when a storage is decorated without a container, and copied, so that later changes
/// have no effect. What is listened to, and how much of it, is the listener's choice.
/// </summary>
public sealed class TelemetryOptions
{
    /// <summary>
    /// What <see cref="TelemetryNames.DatabaseSystemTag"/> says: a lower-case letter, then up to 63 lower-case letters, digits, dots, hyphens and underscores.
    /// Null means the provider's own <see cref="LtiStorageProvider.DatabaseSystemName"/>, or <c>other_sql</c> for a storage that does not derive from
    /// <see cref="LtiStorageProvider"/>. Default: null.
    /// </summary>
    [RegularExpression(
        "[a-z][a-z0-9._-]{0,63}",
        ErrorMessage = "{0} must be a lower-case letter and up to 63 lower-case letters, digits, dots, hyphens and underscores, such as postgresql; it stands in every trace and metric.")]
    public string? DatabaseSystemName { get; set; }

    internal TelemetryOptions Copy() => (TelemetryOptions)MemberwiseClone();
}
