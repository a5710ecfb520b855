using System.Text.Json.Serialization;

namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>How serious a finding is.</summary>
internal enum FindingStatus
{
    /// <summary>Nothing is wrong.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>The tool works, but an operator should look at this.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>Something does not work, or a promise of the contract does not hold.</summary>
    [JsonStringEnumMemberName("problem")]
    Problem,
}
