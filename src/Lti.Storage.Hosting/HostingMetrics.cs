namespace Lti.Storage.Hosting;

/// <summary>The names of the metrics of the background services (<c>System.Diagnostics.Metrics</c>).</summary>
/// <remarks>
/// The names do not change between versions. No metric has a key or the id of one. A listener that throws changes nothing: its exception is
/// written to <c>System.Diagnostics.Trace</c>.
/// </remarks>
public static class HostingMetrics
{
    /// <summary>The meter: <c>Lti.Storage.Hosting</c>.</summary>
    /// <remarks>It comes from the container's <c>IMeterFactory</c> if there is one.</remarks>
    public const string MeterName = "Lti.Storage.Hosting";

    /// <summary>Counter: rotations of tool keys that this node made or that failed. They have the tag <see cref="OutcomeTag"/>.</summary>
    /// <remarks>A run that finds no key due counts nothing.</remarks>
    public const string KeyRotations = "lti_storage.tool_key.rotations";

    /// <summary>Gauge: the seconds for which the active tool key has signed, as the last run of this node found it.</summary>
    /// <remarks>Absent until a run has succeeded.</remarks>
    public const string KeyAge = "lti_storage.tool_key.age";

    /// <summary>Gauge: the seconds until the next tool key should sign. It is negative if the rotation is late.</summary>
    /// <remarks>Absent until a run has succeeded.</remarks>
    public const string KeyRotationDue = "lti_storage.tool_key.rotation_due";

    /// <summary>The tag with the outcome: <see cref="MadeOutcome"/> or <see cref="FailedOutcome"/>.</summary>
    public const string OutcomeTag = "lti_storage.tool_key.rotation.outcome";

    /// <summary>Outcome: this node made the next key.</summary>
    public const string MadeOutcome = "made";

    /// <summary>Outcome: the run failed. The active key goes on signing.</summary>
    public const string FailedOutcome = "failed";

    /// <summary>The tag with the storage's name: <c>lti_storage.name</c>. Absent if it has none.</summary>
    public const string StorageNameTag = "lti_storage.name";
}
