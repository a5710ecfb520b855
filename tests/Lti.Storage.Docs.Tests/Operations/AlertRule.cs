using YamlDotNet.Serialization;

namespace Lti.Storage.Docs.Tests.Operations;

internal sealed class AlertRule
{
    [YamlMember(Alias = "alert")]
    public string Alert { get; set; } = "";

    [YamlMember(Alias = "expr")]
    public string Expr { get; set; } = "";

    [YamlMember(Alias = "for")]
    public string? For { get; set; }

    [YamlMember(Alias = "labels")]
    public Dictionary<string, string> Labels { get; set; } = [];

    [YamlMember(Alias = "annotations")]
    public Dictionary<string, string> Annotations { get; set; } = [];
}
