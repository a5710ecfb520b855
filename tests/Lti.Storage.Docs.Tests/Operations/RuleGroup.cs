using YamlDotNet.Serialization;

namespace Lti.Storage.Docs.Tests.Operations;

internal sealed class RuleGroup
{
    [YamlMember(Alias = "name")]
    public string Name { get; set; } = "";

    [YamlMember(Alias = "rules")]
    public List<AlertRule> Rules { get; set; } = [];
}
