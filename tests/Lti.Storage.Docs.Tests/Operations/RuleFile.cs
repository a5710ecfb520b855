using YamlDotNet.Serialization;

namespace Lti.Storage.Docs.Tests.Operations;

/// <summary>A file of Prometheus rules. An unknown member is an error.</summary>
internal sealed class RuleFile
{
    [YamlMember(Alias = "groups")]
    public List<RuleGroup> Groups { get; set; } = [];
}
