using System.Text.Json.Serialization;

namespace Lti.Storage.Cli.Doctor;

/// <summary>What a finding means to an operator.</summary>
internal enum FindingStatus
{
    /// <summary>As it should be.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>It works, but somebody should look at it.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>Something does not work, or what the contract promises does not hold.</summary>
    [JsonStringEnumMemberName("problem")]
    Problem,
}
