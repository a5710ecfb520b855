using System.ComponentModel.DataAnnotations;

namespace Lti.Storage.Telemetry;

/// <summary>Holds the options of traces and metrics.</summary>
/// <remarks>
/// They are checked at start-up or when a storage is decorated without a container. They are copied, so later changes have no effect. The
/// listener chooses what it listens to and how much of it.
/// </remarks>
public sealed class TelemetryOptions
{
    /// <summary>The value of <see cref="TelemetryNames.DatabaseSystemTag"/>. Default: null.</summary>
    /// <remarks>
    /// <para>
    /// Null means the provider's own <see cref="LtiStorageProvider.DatabaseSystemName"/>. It means <c>other_sql</c> for a storage that is
    /// not a <see cref="LtiStorageProvider"/>.
    /// </para>
    /// <para>
    /// The value starts with a lower-case letter. Up to 63 lower-case letters, digits, dots, hyphens and underscores follow.
    /// </para>
    /// </remarks>
    [RegularExpression(
        "[a-z][a-z0-9._-]{0,63}",
        ErrorMessage = "{0} must be a lower-case letter and up to 63 lower-case letters, digits, dots, hyphens and underscores, "
            + "such as postgresql; it stands in every trace and metric.")]
    public string? DatabaseSystemName { get; set; }

    internal TelemetryOptions Copy() => (TelemetryOptions)MemberwiseClone();
}
